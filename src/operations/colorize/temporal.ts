import { BLOCK, motionField } from '../remove-dust/motion-field.ts'
import type { Chroma, Reduced } from './chroma.ts'

/**
 * What a frame leaves for the next one: its lightness and its settled colours, in bytes. Work that goes on after an
 * interruption from a state that was written down gives the same frames.
 */
export interface ColourState {
  readonly width: number
  readonly height: number
  /** L* in steps of `LIGHT_STEP`. */
  readonly lightness: Uint8Array
  /** a* and b* in steps of `CHROMA_STEP`. */
  readonly a: Int8Array
  readonly b: Int8Array
}

const LIGHT_STEP = 100 / 255
const CHROMA_STEP = 1
/** Part of a new guess that is taken where the place is known from the frame before. */
const FRESH = 0.1
/** Difference of lightness at which a place is another one, in L*. */
const OTHER = 6
/** Mean difference of a block to where it was found, 0..1, at which it was not found. */
const LOST = 0.05

/** Settled colours in floats, and the state that stands for them. */
export interface Settled {
  readonly chroma: Chroma
  readonly state: ColourState
}

/**
 * Colours of a frame that do not flicker: what the frame before had is carried along with the motion of the picture, and
 * a little of the new guess is mixed in. Where something new comes into sight the guess counts alone.
 * @param before of the frame before; undefined for the first one and after a cut, or for a frame of another size
 */
export function settle(before: ColourState | undefined, guide: Reduced, guess: Chroma): Settled {
  const { width, height } = guide
  const [a, b] = [guess.a.slice(), guess.b.slice()]
  if (before && before.width === width && before.height === height) carry(before, guide, a, b)
  const state = {
    width,
    height,
    lightness: Uint8Array.from(guide.lightness, (value) => Math.round(value / LIGHT_STEP)),
    a: Int8Array.from(a, inSteps),
    b: Int8Array.from(b, inSteps),
  }
  return { chroma: { width, height, a, b }, state }
}

const inSteps = (value: number) => Math.round(Math.min(127, Math.max(-127, value / CHROMA_STEP)))

/** Mixes what was into the guesses. */
function carry(before: ColourState, guide: Reduced, a: Float32Array, b: Float32Array): void {
  const { width, height, lightness } = guide
  const now = { width, height, data: lightness.map((value) => value / 100) }
  const then = { width, height, data: Float32Array.from(before.lightness, (value) => (value * LIGHT_STEP) / 100) }
  const field = motionField(now, then)
  for (let i = 0; i < lightness.length; i++) {
    const [x, y] = [i % width, Math.floor(i / width)]
    const block = Math.floor(y / BLOCK) * field.columns + Math.floor(x / BLOCK)
    const u = Math.min(width - 1, Math.max(0, x + (field.dx[block] as number)))
    const v = Math.min(height - 1, Math.max(0, y + (field.dy[block] as number)))
    const from = v * width + u
    const apart = ((before.lightness[from] as number) * LIGHT_STEP - (lightness[i] as number)) / OTHER
    const lost = (field.miss[block] as number) / LOST
    const fresh = FRESH + (1 - FRESH) * (1 - Math.exp(-(apart ** 4) - lost ** 4))
    const [oldA, oldB] = [(before.a[from] as number) * CHROMA_STEP, (before.b[from] as number) * CHROMA_STEP]
    a[i] = oldA + fresh * ((a[i] as number) - oldA)
    b[i] = oldB + fresh * ((b[i] as number) - oldB)
  }
}
