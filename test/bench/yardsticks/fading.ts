import { createRaster, type Raster, toFloats } from '../../../src/shared/image/raster.ts'
import { numbers } from './damage.ts'

/**
 * How the dyes of colour paper absorb: rows red, green and blue light, columns cyan, magenta and yellow dye. No dye
 * is pure: a program that treats channels one by one cannot undo fading exactly.
 */
const ABSORBS = [
  [1, 0.12, 0.02],
  [0.22, 1, 0.1],
  [0.1, 0.2, 1],
] as const

/** What decades do to a print: the part of each dye that is left, and the stain of the paper, as density of blue light. */
export interface Ageing {
  readonly left: readonly [cyan: number, magenta: number, yellow: number]
  readonly stain: number
  readonly fog: number
}

/** Fading in the dark: cyan goes first, then yellow; the paper yellows. The same for the same seed. */
export function ageing(seed: number): Ageing {
  const random = numbers(seed)
  const between = (from: number, to: number) => from + (to - from) * random()
  return {
    left: [between(0.4, 0.7), between(0.65, 0.95), between(0.5, 0.85)],
    stain: between(0.03, 0.18),
    fog: between(0, 0.05),
  }
}

const linear = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
const encoded = (value: number) => (value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055)

/** The picture as a print of three dyes, and that print after its years. In 8 bits. */
export function faded(image: Raster, { left, stain, fog }: Ageing): Raster {
  const data = toFloats(image)
  const result = createRaster(image.width, image.height, 3, false)
  const unmix = inverse(ABSORBS)
  for (let i = 0; i < data.length; i += 3) {
    const density = [0, 1, 2].map((c) => -Math.log10(Math.max(2e-3, linear(data[i + c] as number))))
    const dyes = unmix.map(
      (row, d) => row.reduce((sum, v, c) => sum + v * (density[c] as number), 0) * (left[d] as number),
    )
    ABSORBS.forEach((row, c) => {
      const own = row.reduce((sum, v, d) => sum + v * (dyes[d] as number), 0)
      const base = fog + stain * ([0.1, 0.35, 1][c] as number)
      result.store[i + c] = Math.round(255 * encoded(Math.min(1, 10 ** -(own + base)))) / 255
    })
  }
  return result
}

function inverse(matrix: readonly (readonly [number, number, number])[]): number[][] {
  const [[a, b, c], [d, e, f], [g, h, i]] = matrix as readonly [
    readonly [number, number, number],
    readonly [number, number, number],
    readonly [number, number, number],
  ]
  const determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
  return [
    [e * i - f * h, c * h - b * i, b * f - c * e],
    [f * g - d * i, a * i - c * g, c * d - a * f],
    [d * h - e * g, b * g - a * h, a * e - b * d],
  ].map((row) => row.map((value) => value / determinant))
}
