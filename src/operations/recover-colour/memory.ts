import { labOf } from '../support/lab.ts'
import { curveOf, type Dyes, through } from './curves.ts'
import type { Fading } from './measure.ts'

/** Bends that are tried for red and blue, against green: as logarithms. */
const TRIED = [-0.28, -0.21, -0.14, -0.07, 0, 0.07, 0.14, 0.21, 0.28]
/** How unlikely a bend is: at this one as bad as a hue that is off by its whole tolerance. */
const USUAL = 0.2
/** So many pixels are looked at. */
const SAMPLES = 1500

/** Colours people remember well. Hues of CIELAB in degrees, others in its units. */
interface Memory {
  readonly hue: number
  readonly tolerance: number
  /** Hues that may be it with a cast on them. */
  readonly within: number
  readonly lightness: readonly [number, number]
  readonly chroma: readonly [number, number]
  /** Lowest place it is found at, 0 top .. 1 bottom. */
  readonly lowest: number
}
const skin: Memory = { hue: 52, tolerance: 14, within: 40, lightness: [38, 88], chroma: [9, 42], lowest: 1 }
const sky: Memory = { hue: 255, tolerance: 22, within: 55, lightness: [50, 95], chroma: [6, 50], lowest: 0.6 }
/** Chroma below which a pixel is taken for a gray thing. */
const GRAY = 12

/**
 * Bends the middle tones of red and blue so that skin, sky and gray things, where there are any, come out as they are
 * remembered. The ends stay; without such colours nothing happens.
 * @param most 0..1, how far: by how much the picture has faded
 */
export function bendToMemory(dyes: Dyes, fading: Fading, most: number): Dyes {
  const step = Math.max(1, Math.floor(fading.heights.length / SAMPLES))
  const chosen = Array.from({ length: Math.floor(fading.heights.length / step) }, (_, i) => i * step)
  if (chosen.length === 0) return dyes
  const bent = (dye: Dyes[number], log: number) => ({ ...dye, bend: Math.exp(most * log) })
  const green = curveOf(dyes[1], 1)
  const reds = TRIED.map((log) => curveOf(bent(dyes[0], log), 1))
  const blues = TRIED.map((log) => curveOf(bent(dyes[2], log), 1))
  let best = { cost: Number.POSITIVE_INFINITY, red: 0, blue: 0 }
  for (const [i, red] of TRIED.entries()) {
    for (const [j, blue] of TRIED.entries()) {
      const curves = [reds[i] as Float32Array, green, blues[j] as Float32Array] as const
      const cost = strangeness(curves, fading, chosen) + ((red / USUAL) ** 2 + (blue / USUAL) ** 2) * REST
      if (cost < best.cost) best = { cost, red, blue }
    }
  }
  return [bent(dyes[0], best.red), dyes[1], bent(dyes[2], best.blue)]
}

/** Weight of staying at rest: half of the picture in memory colours outweighs it. */
const REST = 0.3

/** How strange the memory colours look, summed over the pixels that have them, per pixel of all. */
function strangeness(
  curves: readonly [Float32Array, Float32Array, Float32Array],
  fading: Fading,
  chosen: readonly number[],
) {
  let sum = 0
  for (const i of chosen) {
    const value = (c: 0 | 1 | 2) => through(curves[c], fading.samples[3 * i + c] as number)
    const [l, a, b] = labOf(value(0), value(1), value(2))
    const chroma = Math.hypot(a, b)
    const hue = (Math.atan2(b, a) * 180) / Math.PI
    if (chroma < GRAY) sum += 0.15 * (chroma / GRAY) ** 2
    else {
      for (const memory of [skin, sky]) sum += oddness(memory, l, chroma, hue, fading.heights[i] as number)
    }
  }
  return sum / chosen.length
}

/** 0 for one that looks right or is something else. */
function oddness(memory: Memory, l: number, chroma: number, hue: number, height: number): number {
  const apart = Math.abs(((hue - memory.hue + 540) % 360) - 180)
  const isOther =
    apart > memory.within ||
    height > memory.lowest ||
    l < memory.lightness[0] ||
    l > memory.lightness[1] ||
    chroma < memory.chroma[0] ||
    chroma > memory.chroma[1]
  // What is far off is more likely something else: it counts no more than what is off by the tolerance.
  return isOther ? 0.3 : 0.3 * Math.min(1, apart / memory.tolerance) ** 2
}
