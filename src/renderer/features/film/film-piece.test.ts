import { expect, test } from 'vitest'
import { common, dragged, marked, partOf, pieceOf, withPart } from './film-piece.ts'

const clock = { begin: 0.3, fps: 25, seconds: 2.3 }
const ntsc = { begin: 0, fps: 30_000 / 1001, seconds: 100 }

test('a piece of frames and its times belong together, whatever the rounding', () => {
  for (const each of [clock, ntsc])
    for (const piece of [
      { first: 0, last: 9 },
      { first: 7, last: 7 },
      { first: 20, last: 48 },
      { first: 20, last: 49 },
    ])
      expect(pieceOf(partOf(piece, each), each)).toEqual(piece)
  expect(partOf({ first: 10, last: 19 }, clock)).toEqual({ from: 0.7, to: 1.1 })
})

test('the whole film is no piece, and its recipe has none', () => {
  expect(partOf({ first: 0, last: 49 }, clock)).toBeUndefined()
  expect(pieceOf(undefined, clock)).toEqual({ first: 0, last: 49 })
  const recipe = { version: 1 as const, name: 'a', steps: [] }
  expect(withPart({ ...recipe, part: { from: 1 } }, undefined)).toEqual(recipe)
  // What is heard before the first frame stays, when only the end is cut off.
  expect(partOf({ first: 0, last: 9 }, clock)).toEqual({ from: 0, to: 0.7 })
})

test('handles stop at each other; a mark beyond the other end opens the piece there', () => {
  const piece = { first: 10, last: 20 }
  expect(dragged(piece, 'first', 30)).toEqual({ first: 20, last: 20 })
  expect(dragged(piece, 'last', 3)).toEqual({ first: 10, last: 10 })
  expect(marked(piece, 'first', 15, clock)).toEqual({ first: 15, last: 20 })
  expect(marked(piece, 'first', 30, clock)).toEqual({ first: 30, last: 49 })
  expect(marked(piece, 'last', 5, clock)).toEqual({ first: 0, last: 5 })
})

test('two pieces share what lies in both', () => {
  expect(common({ first: 0, last: 20 }, { first: 10, last: 49 })).toEqual({ first: 10, last: 20 })
  expect(common({ first: 0, last: 9 }, { first: 10, last: 49 })).toBeUndefined()
})
