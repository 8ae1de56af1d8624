import { expect, test } from 'vitest'
import { testContext } from '../../engine/pipeline/test-context.ts'
import { rasterOf, toFloats } from '../../shared/image/raster.ts'
import { run } from './run.ts'

const image = rasterOf(2, 1, 1, Float32Array.of(0.25, 1))

test('inverts fully, partly, and not at all', async () => {
  const values = async (amount: number) => [...toFloats((await run(image, { amount }, testContext())).image)]
  expect(await values(1)).toEqual([0.75, 0])
  expect(await values(0.5)).toEqual([0.5, 0.5])
  expect(await values(0)).toEqual([0.25, 1])
})
