import type { Lab } from '../../operations/support/lab.ts'

const RADIANS = Math.PI / 180
const POWER = 25 ** 7
const sine = (degrees: number) => Math.sin(degrees * RADIANS)
const cosine = (degrees: number) => Math.cos(degrees * RADIANS)
const hueOf = (a: number, b: number) => (a === 0 && b === 0 ? 0 : (Math.atan2(b, a) / RADIANS + 360) % 360)

/** Colour difference CIEDE2000 (Sharma, Wu, Dalal 2005), all weights 1. */
export function deltaE2000([l1, a1, b1]: Lab, [l2, a2, b2]: Lab): number {
  const mean = (Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2
  const g = 0.5 * (1 - Math.sqrt(mean ** 7 / (mean ** 7 + POWER)))
  const [x1, x2] = [a1 * (1 + g), a2 * (1 + g)]
  const [c1, c2] = [Math.hypot(x1, b1), Math.hypot(x2, b2)]
  const [h1, h2] = [hueOf(x1, b1), hueOf(x2, b2)]
  const grayish = c1 * c2 === 0
  let turn = h2 - h1
  if (grayish) turn = 0
  else if (turn > 180) turn -= 360
  else if (turn < -180) turn += 360
  const lightness = l2 - l1
  const chroma = c2 - c1
  const hue = 2 * Math.sqrt(c1 * c2) * sine(turn / 2)
  return weigh({ lightness, chroma, hue }, (l1 + l2) / 2, (c1 + c2) / 2, middleHue(h1, h2, grayish))
}

function middleHue(h1: number, h2: number, grayish: boolean): number {
  if (grayish) return h1 + h2
  if (Math.abs(h1 - h2) <= 180) return (h1 + h2) / 2
  return h1 + h2 < 360 ? (h1 + h2 + 360) / 2 : (h1 + h2 - 360) / 2
}

function weigh(
  { lightness, chroma, hue }: { lightness: number; chroma: number; hue: number },
  l: number,
  c: number,
  h: number,
): number {
  const t = 1 - 0.17 * cosine(h - 30) + 0.24 * cosine(2 * h) + 0.32 * cosine(3 * h + 6) - 0.2 * cosine(4 * h - 63)
  const square = (l - 50) ** 2
  const sl = 1 + (0.015 * square) / Math.sqrt(20 + square)
  const sc = 1 + 0.045 * c
  const sh = 1 + 0.015 * c * t
  const rotation = 2 * Math.sqrt(c ** 7 / (c ** 7 + POWER)) * -sine(60 * Math.exp(-(((h - 275) / 25) ** 2)))
  const [dl, dc, dh] = [lightness / sl, chroma / sc, hue / sh]
  return Math.sqrt(dl * dl + dc * dc + dh * dh + rotation * dc * dh)
}
