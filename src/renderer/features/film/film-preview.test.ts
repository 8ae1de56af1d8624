import { expect, test } from 'vitest'
import { previewPiece } from './use-film-preview.ts'

test('the seconds from a frame on, the last ones at the end, all of a short film', () => {
  const clock = { begin: 0, fps: 25, seconds: 10 }
  expect(previewPiece(50, clock)).toEqual({ first: 50, last: 124 })
  expect(previewPiece(240, clock)).toEqual({ first: 175, last: 249 })
  expect(previewPiece(20, { ...clock, seconds: 2 })).toEqual({ first: 0, last: 49 })
})
