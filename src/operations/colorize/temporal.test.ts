import { expect, test } from 'vitest'
import type { Chroma, Reduced } from './chroma.ts'
import { bytesOfState, type ColourState, settle, stateOfBytes } from './temporal.ts'

const [width, height] = [96, 72]

/** A patterned picture that moves by whole pixels. */
function guideAt(shift: number): Reduced {
  const lightness = Float32Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [(i % width) - shift, Math.floor(i / width)]
    return 50 + 25 * Math.sin(x / 4 + Math.sin(y / 5)) * Math.cos(y / 6)
  })
  return { width, height, lightness }
}
let seed = 3
const random = () => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
  return seed / 2 ** 32
}
/** A guess that follows lightness, with a mood of its own in every frame, place by place. */
function guessFor({ lightness }: Reduced, noise: number): Chroma {
  const moods = Array.from({ length: 12 }, () => [noise * (random() - 0.5), noise * (random() - 0.5)] as const)
  const mood = (i: number) => moods[Math.floor((i % width) / 24) + 4 * Math.floor(i / width / 24)] ?? [0, 0]
  return {
    width,
    height,
    a: Float32Array.from(lightness, (l, i) => 20 - 0.4 * l + mood(i)[0]),
    b: Float32Array.from(lightness, (l, i) => 0.5 * l - 10 + mood(i)[1]),
  }
}
/** Mean change of a* and b* of places that stay in sight, along their motion. */
function flicker(before: Chroma, after: Chroma, shift: number): number {
  let [sum, count] = [0, 0]
  for (let y = 12; y < height - 12; y++)
    for (let x = 12; x < width - 12; x++, count++) {
      const [now, then] = [y * width + x, y * width + x - shift]
      sum += Math.hypot(
        (after.a[now] as number) - (before.a[then] as number),
        (after.b[now] as number) - (before.b[then] as number),
      )
    }
  return sum / count
}

function play(noise: number, shift: number, frames = 14) {
  const [raw, settled]: [number[], number[]] = [[], []]
  let state: ColourState | undefined
  let last: { guess: Chroma; chroma: Chroma } | undefined
  for (let i = 0; i < frames; i++) {
    const guide = guideAt(i * shift)
    const guess = guessFor(guide, noise)
    const made = settle(state, guide, guess)
    // The first frames find their colours.
    if (last && i > 3) {
      raw.push(flicker(last.guess, guess, shift))
      settled.push(flicker(last.chroma, made.chroma, shift))
    }
    last = { guess, chroma: made.chroma }
    state = made.state
  }
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  return { raw: mean(raw), settled: mean(settled) }
}

test.each([0, 1, 3])('colours that move by %i pixels a frame do not flicker', (shift) => {
  const { raw, settled } = play(14, shift)
  expect(raw).toBeGreaterThan(4)
  expect(settled).toBeLessThan(1)
  expect(settled).toBeLessThan(raw / 4)
})

test('what comes into sight has the colours of its own guess, the rest goes on', () => {
  const first = settle(undefined, guideAt(0), guessFor(guideAt(0), 0))
  const inside = (i: number) => Math.abs((i % width) - 50) < 14 && Math.abs(Math.floor(i / width) - 36) < 14
  const guide = { ...guideAt(0), lightness: guideAt(0).lightness.map((value, i) => (inside(i) ? 96 : value)) }
  const plane = (value: number) => new Float32Array(width * height).fill(value)
  const { chroma } = settle(first.state, guide, { width, height, a: plane(-60), b: plane(-60) })
  const [there, elsewhere]: [number[], number[]] = [[], []]
  for (const [i, value] of chroma.a.entries()) (inside(i) ? there : elsewhere).push(value)
  expect(there.filter((value) => value < -50).length).toBeGreaterThan(0.95 * there.length)
  expect(elsewhere.filter((value) => value > -30).length).toBeGreaterThan(0.8 * elsewhere.length)
})

test('going on from a state that was written down gives the same frames', () => {
  let state: ColourState | undefined
  for (let i = 0; i < 3; i++) state = settle(state, guideAt(i), guessFor(guideAt(i), 10)).state
  const kept = state as ColourState
  const read = stateOfBytes(Buffer.from(bytesOfState(kept)))
  expect(read).toEqual(kept)
  const guess = guessFor(guideAt(3), 10)
  expect(settle(read, guideAt(3), guess).chroma).toEqual(settle(kept, guideAt(3), guess).chroma)
})

test('a frame of another size begins anew', () => {
  const small = { width: 8, height: 8, lightness: new Float32Array(64).fill(50) }
  const { state } = settle(undefined, small, {
    width: 8,
    height: 8,
    a: new Float32Array(64).fill(9),
    b: new Float32Array(64),
  })
  const guess = guessFor(guideAt(0), 0)
  expect(settle(state, guideAt(0), guess).chroma.a).toEqual(guess.a)
})

test('bytes that are no state are refused', () => {
  const { state } = settle(undefined, guideAt(0), guessFor(guideAt(0), 0))
  const bytes = bytesOfState(state)
  for (const wrong of [new Uint8Array(), bytes.subarray(0, 3), bytes.subarray(0, -1), new Uint8Array(4)])
    expect(() => stateOfBytes(wrong)).toThrow(RangeError)
})
