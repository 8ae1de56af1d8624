import { expect, test } from 'vitest'
import { codeOf } from '../../shared/errors.ts'
import { createRaster } from '../../shared/image/raster.ts'
import { CarriedFrames } from './carried.ts'
import { HandingOver } from './handing-over.ts'
import type { ShotRecord } from './survey.ts'

const shotAt = (first: number): ShotRecord => ({
  first,
  times: Array.from({ length: 10 }, (_, i) => (first + i) * 40_000),
  place: null,
  next: null,
  origin: 0,
  repeats: [],
  plans: [],
})
/** Shots of ten frames. */
const shotOf = (index: number) => shotAt(Math.floor(index / 10) * 10)
/** Half as many frames as the film has, none of them between two. */
const timeline = { originOf: (index: number) => ({ index: index * 2, part: 0 }) }

/** Every frame adds its number to those before it in the shot. */
function adding(wanted: readonly number[], from?: { readonly index: number; readonly bytes: Uint8Array }) {
  const made: number[] = []
  const make = async (index: number, carried: Uint8Array | undefined) => {
    made.push(index)
    const image = createRaster(1, 1, 1, false)
    image.store[0] = index
    return { image, carried: Uint8Array.of(...(carried ?? []), index) }
  }
  return { made, frames: new CarriedFrames(make, shotOf, { wanted: new Set(wanted), from }, 3) }
}

test('frames are made in order, each once, also those nobody asks for', async () => {
  const { made, frames } = adding([])
  for (const index of [2, 1, 2, 5, 12]) expect((await frames.get(index)).store[0]).toBe(index)
  expect(made).toEqual([0, 1, 2, 3, 4, 5, 10, 11, 12])
  await expect(frames.get(3)).rejects.toThrow('was let go')
})

test('a shot begins with nothing, and goes on with what is known of the frame before', async () => {
  const whole = adding([4, 13])
  await whole.frames.get(9)
  await whole.frames.get(19)
  expect(await whole.frames.leftBy(4)).toEqual(Uint8Array.of(0, 1, 2, 3, 4))
  const left = await whole.frames.leftBy(13)
  expect(left).toEqual(Uint8Array.of(10, 11, 12, 13))
  const resumed = adding([16], { index: 13, bytes: left as Uint8Array })
  // Not made yet: it is made when it is asked what it left.
  expect(await resumed.frames.leftBy(16)).toEqual(Uint8Array.of(10, 11, 12, 13, 14, 15, 16))
  expect(resumed.made).toEqual([14, 15, 16])
})

test('a piece is handed what the frame before its first one left, as early as later steps look', () => {
  const pieces = [0, 4, 5, 8].map((first) => ({ first, frames: 1 }))
  const plain = new HandingOver(timeline, shotOf, () => 0)
  // The fourth piece begins at frame 16; the third one at a cut.
  expect(plain.of(0, pieces, undefined)).toEqual({ wanted: new Set([7, 15]) })
  const wider = new HandingOver(timeline, shotOf, () => 3)
  expect(wider.of(0, pieces, undefined)).toEqual({ wanted: new Set([4, 12]) })
  const bytes = Uint8Array.of(1)
  expect(wider.of(0, pieces.slice(3), bytes)).toEqual({ wanted: new Set(), from: { index: 12, bytes } })
})

test('work does not go on without what it needs', () => {
  const handing = new HandingOver(timeline, shotOf, () => 0)
  let failure: unknown
  try {
    handing.of(0, [{ first: 8, frames: 1 }], undefined)
  } catch (error) {
    failure = error
  }
  expect(codeOf(failure)).toBe('internal')
})
