import sharp from 'sharp'
import type { PictureFile } from '../../../resources/sample/prints.ts'

export type { PictureFile }

interface Scene {
  readonly width?: number
  readonly height?: number
  /** Makes one scene differ from another. */
  readonly seed?: number
}

/** A house on a hill under the sun, as an SVG. */
function scene({ width = 360, height = 270, seed = 1 }: Scene): Buffer {
  const hue = (seed * 67) % 360
  const x = 60 + ((seed * 53) % 200)
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 360 270" preserveAspectRatio="xMidYMid slice">
    <rect width="360" height="270" fill="hsl(${hue} 40% 78%)"/>
    <circle cx="${300 - (seed % 5) * 20}" cy="60" r="26" fill="#fff7d0"/>
    <path d="M0 190 Q90 ${130 + (seed % 4) * 10} 180 180 T360 170 V270 H0Z" fill="hsl(${(hue + 90) % 360} 30% 40%)"/>
    <g transform="translate(${x} 120)">
      <path d="M0 40 L40 0 L80 40Z" fill="#7a3b2a"/><rect x="8" y="40" width="64" height="50" fill="#d8c7a8"/>
      <rect x="32" y="58" width="18" height="32" fill="#4a3324"/><rect x="14" y="48" width="12" height="12" fill="#33404a"/>
    </g>
    <text x="12" y="258" font-size="14" fill="#222">${seed}</text>
  </svg>`)
}

/** The same gray noise whenever it is asked for: the same photo has to be the same file. */
function noise(count: number, seed: number): Buffer {
  let state = seed * 2_654_435_761
  return Buffer.from(
    Uint8Array.from({ length: count }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return 108 + (state >>> 24) * 0.16
    }),
  )
}

/** The scene as an old print: faded, low in contrast, yellowed, with grain. */
export async function oldPhoto(name: string, options: Scene = {}): Promise<PictureFile> {
  const { width = 360, height = 270, seed = 1 } = options
  const grain = await sharp(noise(width * height, seed), { raw: { width, height, channels: 1 } })
    .png()
    .toBuffer()
  const buffer = await sharp(scene({ width, height, seed }))
    .composite([{ input: grain, blend: 'soft-light' }])
    .modulate({ saturation: 0.4 })
    .linear([0.5, 0.48, 0.4], [92, 84, 66])
    .removeAlpha()
    .jpeg({ quality: 92 })
    .toBuffer()
  return { name, mimeType: 'image/jpeg', buffer }
}

export const oldPhotos = (count: number): Promise<PictureFile[]> =>
  Promise.all(
    Array.from({ length: count }, (_, index) =>
      oldPhoto(`family-${String(index + 1).padStart(2, '0')}.jpg`, {
        seed: index + 1,
        ...(index % 3 === 1 ? { width: 240, height: 320 } : {}),
      }),
    ),
  )

/** A file that calls itself a picture and is none. */
export const notAPicture: PictureFile = {
  name: 'letter.jpg',
  mimeType: 'image/jpeg',
  buffer: Buffer.from('Dear Anna, this is a letter and not a photograph. '.repeat(40)),
}

/** A real picture whose second half is missing. */
export async function tornPhoto(name: string): Promise<PictureFile> {
  const whole = await oldPhoto(name, { width: 900, height: 700, seed: 9 })
  return { ...whole, buffer: whole.buffer.subarray(0, Math.floor(whole.buffer.length / 2)) }
}
