import { BLOCK, motionField, type Plane } from '../remove-dust/motion-field.ts'
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

/** Bytes before the planes: width and height, 16 bits each, low byte first. */
const HEAD = 4

/** A state as it is written down. */
export function bytesOfState({ width, height, lightness, a, b }: ColourState): Uint8Array {
  const bytes = new Uint8Array(HEAD + 3 * lightness.length)
  const view = new DataView(bytes.buffer)
  view.setUint16(0, width, true)
  view.setUint16(2, height, true)
  for (const [i, plane] of [lightness, a, b].entries()) bytes.set(plane, HEAD + i * lightness.length)
  return bytes
}

/** @throws RangeError for bytes that are no state */
export function stateOfBytes(bytes: Uint8Array): ColourState {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const [width, height] = bytes.length < HEAD ? [0, 0] : [view.getUint16(0, true), view.getUint16(2, true)]
  const area = width * height
  if (area === 0 || bytes.length !== HEAD + 3 * area) throw new RangeError('these bytes are not the colours of a frame')
  // A copy, also of a Buffer, whose own `slice` is a view.
  const plane = (i: number) => new Uint8Array(bytes.subarray(HEAD + i * area, HEAD + (i + 1) * area))
  return { width, height, lightness: plane(0), a: new Int8Array(plane(1).buffer), b: new Int8Array(plane(2).buffer) }
}

const LIGHT_STEP = 100 / 255
const CHROMA_STEP = 1
/** Part of a new guess that is taken where the place is known from the frame before. */
const FRESH = 0.06
/** Difference of lightness at which a place is another one, in L*. */
const OTHER = 6
/** Mean difference of a block to where it was found, 0..1 beyond what grain makes of all blocks, at which it was not found. */
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
  const { width, height } = guide
  const now = { width, height, data: guide.lightness.map((value) => value / 100) }
  const then = { width, height, data: Float32Array.from(before.lightness, (value) => (value * LIGHT_STEP) / 100) }
  const field = motionField(now, then)
  const grain = field.miss.slice().sort()[field.miss.length >> 1] as number
  // Places are told by their surroundings: a grain is not another place.
  const [here, there] = [surroundings(now), surroundings(then)]
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [i % width, Math.floor(i / width)]
    const block = Math.floor(y / BLOCK) * field.columns + Math.floor(x / BLOCK)
    const u = Math.min(width - 1, Math.max(0, x + (field.dx[block] as number)))
    const v = Math.min(height - 1, Math.max(0, y + (field.dy[block] as number)))
    const from = v * width + u
    const apart = (100 * ((there[from] as number) - (here[i] as number))) / OTHER
    const lost = Math.max(0, (field.miss[block] as number) - grain) / LOST
    const fresh = FRESH + (1 - FRESH) * (1 - Math.exp(-(apart ** 4) - lost ** 4))
    const [oldA, oldB] = [(before.a[from] as number) * CHROMA_STEP, (before.b[from] as number) * CHROMA_STEP]
    a[i] = oldA + fresh * ((a[i] as number) - oldA)
    b[i] = oldB + fresh * ((b[i] as number) - oldB)
  }
}

/** Means of three by three pixels, edges repeated. */
function surroundings({ data, width, height }: Plane): Float32Array {
  const lines = data.map((value, i) => {
    const x = i % width
    return (value + (data[x > 0 ? i - 1 : i] as number) + (data[x < width - 1 ? i + 1 : i] as number)) / 3
  })
  const last = width * (height - 1)
  return lines.map(
    (value, i) =>
      (value + (lines[i < width ? i : i - width] as number) + (lines[i < last ? i + width : i] as number)) / 3,
  )
}
