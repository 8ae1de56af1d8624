import { LUMA, type Raster, toFloats } from '../../../src/shared/image/raster.ts'

/** Damage that changes light by less is none that anyone could see. */
const VISIBLE = 0.06

/** Numbers that are the same every time. */
export function numbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

export interface Damaged {
  readonly image: Raster
  /** 1 where damage can be seen. */
  readonly mask: Uint8Array
}

type Point = readonly [x: number, y: number]

/** Scratches, a crack with branches, hairs and dust, bright or dark, laid over a picture. */
export function damage(image: Raster, seed: number): Damaged {
  const random = numbers(seed)
  const between = (low: number, high: number) => low + (high - low) * random()
  const { width, height, channels } = image
  const data = toFloats(image).slice()
  const alpha = new Float32Array(width * height)
  const lay = (level: number) => {
    for (let i = 0; i < alpha.length; i++) {
      const part = alpha[i] as number
      if (part === 0) continue
      for (let c = 0; c < channels; c++) {
        const at = i * channels + c
        data[at] = (data[at] as number) * (1 - part) + level * part
      }
    }
    alpha.fill(0)
  }
  const tone = () => (random() < 0.7 ? between(0.8, 1) : between(0, 0.12))
  const side = Math.min(width, height)
  const walk = (from: Point, angle: number, length: number, steps: number, curl: number) => {
    const points: Point[] = [from]
    let [x, y] = from
    let turned = angle
    for (let k = 0; k < steps; k++) {
      turned += curl * (random() - 0.5)
      ;[x, y] = [x + (length / steps) * Math.cos(turned), y + (length / steps) * Math.sin(turned)]
      points.push([x, y])
    }
    return points
  }
  const anywhere = (): Point => [between(0, width), between(0, height)]
  for (let n = 0; n < 3; n++) {
    line(
      alpha,
      width,
      walk(anywhere(), between(0, 6.3), side * between(0.3, 1.2), 8, 0.3),
      between(0.6, 3),
      between(0.6, 1),
    )
    lay(tone())
  }
  const trunk = walk([0, between(0.2, 0.8) * height], between(-0.4, 0.4), width * 1.1, 30, 1.1)
  line(alpha, width, trunk, between(1, 3), 0.9)
  for (const k of [7, 15, 22]) line(alpha, width, walk(trunk[k] as Point, between(0, 6.3), side * 0.2, 10, 1.2), 1, 0.8)
  lay(between(0.85, 1))
  for (let n = 0; n < 2; n++) {
    line(alpha, width, walk(anywhere(), between(0, 6.3), side * 0.35, 24, 0.7), between(0.7, 2), 0.85)
    lay(tone())
  }
  for (let n = 0; n < 25; n++) {
    const [x, y] = anywhere()
    line(
      alpha,
      width,
      [
        [x, y],
        [x + between(0, 2), y + between(0, 2)],
      ],
      between(0.8, 5),
      between(0.7, 1),
    )
    lay(tone())
  }
  const mask = new Uint8Array(width * height)
  const before = toFloats(image)
  for (let i = 0; i < mask.length; i++) {
    let change = 0
    for (let c = 0; c < channels; c++)
      change +=
        (channels === 1 ? 1 : (LUMA[c] as number)) *
        ((data[i * channels + c] as number) - (before[i * channels + c] as number))
    mask[i] = Math.abs(change) > VISIBLE ? 1 : 0
  }
  return { image: { ...image, store: Float32Array.from(data, (value) => Math.round(value * 255) / 255) }, mask }
}

/** A way of round strokes with soft edges. */
function line(alpha: Float32Array, width: number, points: readonly Point[], thick: number, strength: number): void {
  const height = alpha.length / width
  const reach = thick / 2 + 0.5
  points.forEach(([bx, by], n) => {
    const [ax, ay] = points[Math.max(0, n - 1)] as Point
    const [dx, dy] = [bx - ax, by - ay]
    const square = dx * dx + dy * dy
    for (
      let y = Math.max(0, Math.floor(Math.min(ay, by) - reach));
      y <= Math.min(height - 1, Math.max(ay, by) + reach);
      y++
    ) {
      for (
        let x = Math.max(0, Math.floor(Math.min(ax, bx) - reach));
        x <= Math.min(width - 1, Math.max(ax, bx) + reach);
        x++
      ) {
        const along = square === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / square))
        const covered = Math.min(1, reach - Math.hypot(x - ax - along * dx, y - ay - along * dy)) * strength
        if (covered > (alpha[y * width + x] as number)) alpha[y * width + x] = covered
      }
    }
  })
}
