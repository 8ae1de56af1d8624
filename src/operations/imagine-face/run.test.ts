import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { openModelStore } from '../../engine/inference/models.ts'
import { createSessionPool } from '../../engine/inference/session-pool.ts'
import { installGenerator } from '../../engine/inference/testing/generator-stand-in.ts'
import { testContext } from '../../engine/pipeline/test-context.ts'
import { createRaster, type Raster, toFloats } from '../../shared/image/raster.ts'
import operation from './op.ts'
import { run } from './run.ts'
import { reduced } from './small.ts'

const folder = mkdtempSync(join(tmpdir(), 'daguerre-imagine-'))
installGenerator(folder)
const sessions = createSessionPool(openModelStore([folder]), { device: 'cpu', threads: 1 })
afterAll(async () => {
  await sessions.release()
  rmSync(folder, { recursive: true })
})

/** Left half darker than the right. */
function picture(channels: 1 | 3, side = 64): Raster {
  const image = createRaster(side, side, channels, false)
  for (let i = 0; i < image.store.length; i++) image.store[i] = Math.floor(i / channels) % side < side / 2 ? 0.45 : 0.55
  return image
}
const imagine = (image: Raster, params: Record<string, unknown> = {}, logged: string[] = []) =>
  run(image, operation.params.parse(params), { ...testContext({ sessions }), log: (line) => logged.push(line) })

describe('imagining a face', () => {
  test.each([1, 3] as const)(
    'gives a picture of its own that shrinks to the small one, %i channels',
    async (channels) => {
      const { image, invention } = await imagine(picture(channels))
      expect(image).toMatchObject({ width: 128, height: 128, channels })
      const shrunk = toFloats(reduced(image, 16))
      const wanted = toFloats(reduced(picture(channels), 16))
      const error = shrunk.reduce((sum, value, i) => sum + (value - (wanted[i] as number)) ** 2, 0) / shrunk.length
      expect(error).toBeLessThan(0.02)
      expect(invention && toFloats(invention)).toEqual(Float32Array.of(1))
    },
  )

  test('says how far it is off, and that nothing was recovered', async () => {
    const logged: string[] = []
    await imagine(picture(3), { duplicates: 2, steps: 5, enough: 0.05 }, logged)
    expect(logged).toHaveLength(2)
    for (const line of logged) expect(line).toMatch(/^imagined, not recovered: mean squared error \d.*close enough$/)
  })

  test('duplicates lie below each other, the search beside its result', async () => {
    const { image } = await imagine(picture(3), { duplicates: 2, intermediates: true, steps: 10 })
    expect(image).toMatchObject({ width: 640, height: 256 })
    const one = await imagine(picture(3), { steps: 10 })
    const data = toFloats(image)
    const [first, second] = [
      data.slice(4 * 128 * 3, 5 * 128 * 3),
      data.slice((128 * 640 + 512) * 3, (128 * 640 + 640) * 3),
    ]
    expect(first).toEqual(toFloats(one.image).slice(0, 128 * 3))
    expect(second).not.toEqual(first)
  })

  test('refuses a face that is not there', async () => {
    const away = { ...testContext({ sessions }), faces: false }
    const params = operation.params.parse({ face: { x: 0.5, y: 0.5, size: 0.5 } })
    await expect(run(picture(3), params, away)).rejects.toMatchObject({ code: 'not-found' })
  })
})

test('a square is reduced by areas, whatever its side', () => {
  for (const side of [16, 20, 33, 500]) {
    const flat = createRaster(side, side, 1, false)
    flat.store.fill(0.3)
    for (const value of toFloats(reduced(flat, 16))) expect(value).toBeCloseTo(0.3, 4)
  }
})
