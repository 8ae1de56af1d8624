/** CIE L*a*b* (D65, 2 degrees) of sRGB. L* 0..100, a* and b* about -100..100. */
export type Lab = readonly [lightness: number, a: number, b: number]

/** White of D65, and linear sRGB to XYZ. */
const W = [0.95047, 1, 1.08883] as const
const M = [
  [0.4124564, 0.3575761, 0.1804375],
  [0.2126729, 0.7151522, 0.072175],
  [0.0193339, 0.119192, 0.9503041],
] as const

const linear = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
const root = (t: number) => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116)

/** @param red encoded sRGB 0..1, as are the others */
export function labOf(red: number, green: number, blue: number): Lab {
  const [r, g, b] = [linear(red), linear(green), linear(blue)]
  const x = root((M[0][0] * r + M[0][1] * g + M[0][2] * b) / W[0])
  const y = root(M[1][0] * r + M[1][1] * g + M[1][2] * b)
  const z = root((M[2][0] * r + M[2][1] * g + M[2][2] * b) / W[2])
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}

/** XYZ to linear sRGB: the inverse of the matrix above, so that going there and back changes nothing. */
const I = inverse(M)

type Row = readonly [number, number, number]
type Matrix = readonly [Row, Row, Row]

function inverse([[a, b, c], [d, e, f], [g, h, i]]: Matrix): Matrix {
  const determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
  const over = (x: number, y: number, z: number): Row => [x / determinant, y / determinant, z / determinant]
  return [
    over(e * i - f * h, c * h - b * i, b * f - c * e),
    over(f * g - d * i, a * i - c * g, c * d - a * f),
    over(d * h - e * g, b * g - a * h, a * e - b * d),
  ]
}

const cube = (t: number) => (t > 6 / 29 ? t * t * t : (116 * t - 16) / (24389 / 27))
const encoded = (value: number) => (value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055)
/** Values outside 0..1 by less than this are rounding, not a colour that screens lack. */
const ROUNDING = 1e-5
/** Halvings of the chroma that is too strong: to a thousandth of it. */
const HALVINGS = 10

/**
 * Writes a colour as encoded sRGB, 0..1. A colour that sRGB does not hold keeps its lightness and its hue and loses as
 * much chroma as it must.
 * @param lightness L*, 0..100
 * @param output receives three samples from `at` on
 */
export function writeLab(lightness: number, a: number, b: number, output: Float32Array, at: number): void {
  if (!linearOf(lightness, a, b)) {
    let [low, high] = [0, 1]
    for (let i = 0; i < HALVINGS; i++) {
      const middle = (low + high) / 2
      if (linearOf(lightness, a * middle, b * middle)) low = middle
      else high = middle
    }
    linearOf(lightness, a * low, b * low)
  }
  for (let c = 0; c < 3; c++) output[at + c] = encoded(Math.min(1, Math.max(0, rgb[c] as number)))
}

/** Linear sRGB of the colour asked for last. One for all: a picture has millions of them. */
const rgb = new Float64Array(3)

/** @returns whether sRGB holds the colour */
function linearOf(lightness: number, a: number, b: number): boolean {
  const middle = (lightness + 16) / 116
  const [x, y, z] = [cube(middle + a / 500) * W[0], cube(middle), cube(middle - b / 200) * W[2]]
  let fits = true
  for (let c = 0; c < 3; c++) {
    const row = I[c] as Row
    const value = row[0] * x + row[1] * y + row[2] * z
    rgb[c] = value
    if (value < -ROUNDING || value > 1 + ROUNDING) fits = false
  }
  return fits
}

/** L* of a light, 0..100. @param value encoded, 0..1, of gray */
export const lightnessOfGray = (value: number): number => 116 * root(linear(value)) - 16
