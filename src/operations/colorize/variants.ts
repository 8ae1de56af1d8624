import type { Size } from '../define.ts'
import type { Decoding } from './bins.ts'
import type { Chroma } from './chroma.ts'

/** Temperature of the softmax at the usual vividness, where the card tells none. */
const TEMPERATURE = 0.45
/** Nodes across the longer side of the field that a variant leans by: whole things lean alike, pixels do not. */
const NODES = 4
/** Strength of a lean, in logits per unit of a* and b*: 1.2 between colours 30 apart. */
const LEAN = 0.04
/** How fast vivid colours grow beyond the usual. */
const GAIN = 0.5

/**
 * How vivid a guess is decoded. Below 1 the distribution is taken more and more as a whole and its colours fade to none;
 * above 1 it is narrowed to the likeliest and the colours are strengthened.
 * @param vividness 0..2
 * @param usual temperature at 1; the network's own
 */
export function decodingFor(vividness: number, usual = TEMPERATURE): Omit<Decoding, 'lean'> {
  if (vividness < 1) return { temperature: 1 + (usual - 1) * vividness, gain: vividness * (2 - vividness) }
  return { temperature: usual * (1.5 - 0.5 * vividness), gain: 1 + GAIN * (vividness - 1) }
}

/**
 * What a variant leans to: smooth over the picture, the same for the same number. The first variant leans nowhere.
 * @param size of the field
 */
export function leanOf(variant: number, seed: number, size: Size): Chroma | undefined {
  if (variant === 0) return undefined
  const random = numbers(variant, seed)
  const longer = Math.max(size.width, size.height)
  const across = Math.max(2, Math.round((NODES * size.width) / longer) + 1)
  const down = Math.max(2, Math.round((NODES * size.height) / longer) + 1)
  // One direction for all of the picture, and another half as strong for each node of it.
  const turn = 2 * Math.PI * random()
  const nodes = Array.from({ length: across * down }, () => {
    const own = 2 * Math.PI * random()
    return [Math.cos(turn) + 0.7 * Math.cos(own), Math.sin(turn) + 0.7 * Math.sin(own)] as const
  })
  const plane = (axis: 0 | 1) => {
    const values = new Float32Array(size.width * size.height)
    for (let i = 0; i < values.length; i++) {
      const x = (((i % size.width) + 0.5) / size.width) * (across - 1)
      const y = ((Math.floor(i / size.width) + 0.5) / size.height) * (down - 1)
      const [left, top] = [Math.min(across - 2, Math.floor(x)), Math.min(down - 2, Math.floor(y))]
      const node = (u: number, v: number) => nodes[(top + v) * across + left + u]?.[axis] ?? 0
      const [u, v] = [x - left, y - top]
      values[i] =
        LEAN * ((node(0, 0) * (1 - u) + node(1, 0) * u) * (1 - v) + (node(0, 1) * (1 - u) + node(1, 1) * u) * v)
    }
    return values
  }
  return { ...size, a: plane(0), b: plane(1) }
}

/** Numbers 0..1, the same for the same two. */
function numbers(variant: number, seed: number): () => number {
  let state = (Math.imul(variant, 0x9e3779b1) ^ Math.imul(seed + 1, 0x85ebca6b)) >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
