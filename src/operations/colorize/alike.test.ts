import { expect, test } from 'vitest'
import type { ColourHint } from '../../shared/colour-hints.ts'
import { moveAlike } from './alike.ts'
import type { Chroma, Reduced } from './chroma.ts'

const [width, height] = [40, 20]

/** Left dark, right light; the upper half guessed brown, the lower green. */
const guide: Reduced = { width, height, lightness: planeOf((x) => (x < 20 ? 30 : 75)) }
const guess: Chroma = {
  width,
  height,
  a: planeOf((_, y) => (y < 10 ? 8 : -12)),
  b: planeOf((_, y) => (y < 10 ? 14 : 16)),
}

function planeOf(value: (x: number, y: number) => number): Float32Array {
  return Float32Array.from({ length: width * height }, (_, i) => value(i % width, Math.floor(i / width)))
}
const hint = (x: number, y: number, colour = '#5a2430'): ColourHint => ({ point: [x, y], colour, radius: 0.01 })
const movedAt = (after: Chroma, x: number, y: number) =>
  Math.hypot(
    (after.a[y * width + x] as number) - (guess.a[y * width + x] as number),
    (after.b[y * width + x] as number) - (guess.b[y * width + x] as number),
  )

test('a hint moves what is like its place, and hardly anything else', () => {
  const after = moveAlike([hint(0.1, 0.2)], guide, guess)
  const [there, otherLight, otherColour] = [movedAt(after, 12, 5), movedAt(after, 28, 5), movedAt(after, 4, 15)]
  expect(there).toBeGreaterThan(8)
  expect(otherLight).toBeLessThan(there / 20)
  expect(otherColour).toBeLessThan(there / 10)
})

test('what is guessed rightly stays', () => {
  const right = moveAlike([hint(0.1, 0.2)], guide, guess)
  const again = moveAlike([hint(0.1, 0.2)], guide, right)
  expect(movedAt(again, 4, 4)).toBeGreaterThan(movedAt(right, 4, 4))
  expect(movedAt(again, 4, 4) - movedAt(right, 4, 4)).toBeLessThan(movedAt(right, 4, 4) / 8)
})

test('many hints at one place count as one, even if they disagree', () => {
  const one = moveAlike([hint(0.1, 0.2)], guide, guess)
  const many = moveAlike(
    Array.from({ length: 200 }, () => hint(0.1, 0.2)),
    guide,
    guess,
  )
  expect(movedAt(many, 12, 5)).toBeGreaterThan(movedAt(one, 12, 5))
  expect(movedAt(many, 12, 5)).toBeLessThan(1.1 * movedAt(one, 12, 5))
  const torn = moveAlike([hint(0.1, 0.2, '#ff0000'), hint(0.1, 0.2, '#0000ff')], guide, guess)
  expect(torn.a.every(Number.isFinite)).toBe(true)
})
