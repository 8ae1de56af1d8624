import { expect, test } from 'vitest'
import { testContext } from '../../engine/pipeline/test-context.ts'
import { createRaster } from '../../shared/image/raster.ts'
import type { Face } from '../support/faces/face.ts'
import { spareFeatures } from './features.ts'
import { DAMAGE } from './mask.ts'

const SIDE = 200
const image = createRaster(SIDE, SIDE, 1, false)
/** Eyes 60 pixels apart, the mouth 60 below them. */
const face: Face = {
  left: 40,
  top: 30,
  width: 120,
  height: 150,
  score: 0.9,
  points: [
    [70, 80],
    [130, 80],
    [100, 110],
    [78, 140],
    [122, 140],
  ],
}
function marked(...boxes: readonly (readonly [left: number, top: number, width: number, height: number])[]) {
  const mask = new Uint8Array(SIDE * SIDE)
  for (const [left, top, width, height] of boxes)
    for (let y = top; y < top + height; y++) mask.fill(DAMAGE, y * SIDE + left, y * SIDE + left + width)
  return mask
}
const spare = async (mask: Uint8Array, faces = [face]) => [
  await spareFeatures(image, mask, faces, testContext()),
  mask.some((value) => value !== 0),
]

test('a light in an eye and a tooth are no dust', async () => {
  expect(await spare(marked([72, 77, 4, 4], [98, 138, 6, 5]))).toEqual([2, false])
})

test('the same marks beside the features, and without a face, are', async () => {
  expect(await spare(marked([98, 60, 4, 4]))).toEqual([0, true])
  expect(await spare(marked([72, 77, 4, 4]), [])).toEqual([0, true])
})

test('a scratch over an eye stays marked', async () => {
  expect(await spare(marked([70, 50, 2, 70]))).toEqual([0, true])
})
