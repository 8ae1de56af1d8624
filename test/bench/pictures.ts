import sharp from 'sharp'

/**
 * A picture of our own making with edges, gradients, texture and grain, so that codecs and networks have real work.
 * The same bytes every time.
 */
export async function drawnPhoto(width: number, height: number, seed = 1): Promise<Buffer> {
  const pixels = Buffer.alloc(width * height * 3)
  let state = seed >>> 0
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
  const [fx, fy] = [3 + random() * 4, 3 + random() * 4]
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [u, v] = [x / width, y / height]
      const wave = Math.sin(fx * u * 20) * Math.cos(fy * v * 17)
      const edge = (Math.floor(u * 24) + Math.floor(v * 18)) % 2
      const light = 60 + 90 * v + 35 * wave + 30 * edge
      for (let c = 0; c < 3; c++)
        pixels[(y * width + x) * 3 + c] = Math.max(0, Math.min(255, light + c * 12 * u + (random() - 0.5) * 16))
    }
  return pixels
}

export const drawnJpeg = async (file: string, width: number, height: number, seed = 1): Promise<void> => {
  const raw = await drawnPhoto(width, height, seed)
  await sharp(raw, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 92 })
    .toFile(file)
}
