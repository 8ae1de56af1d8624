import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openModelStore } from '../../src/engine/inference/models.ts'
import { createSessionPool } from '../../src/engine/inference/session-pool.ts'
import { openPicture } from '../../src/engine/media/open.ts'
import { installModel } from '../../src/engine/models/install.ts'
import { testContext } from '../../src/engine/pipeline/test-context.ts'
import { contractOf } from '../../src/operations/support/faces/detectors.ts'
import { type Face, suppress } from '../../src/operations/support/faces/face.ts'
import { findFaces, turnQuarters } from '../../src/operations/support/faces/find.ts'
import { createRaster, type Raster, toFloats } from '../../src/shared/image/raster.ts'

/** YuNet by our reading of its contract, against what OpenCV's own `FaceDetectorYN` finds with the same file. */
const shared = resolve(import.meta.dirname, '../../../shared')
const file = join(shared, 'reference-models/yunet_n_dynamic.onnx')
const pictures = join(shared, 'data')
const here = existsSync(file) && existsSync(pictures)

/** Box, five points and score as OpenCV 5.0 prints them: threshold 0.7, suppression 0.3, at the picture's own size. */
const golden: readonly (readonly [picture: string, count: number, numbers: readonly number[]])[] = [
  [
    'eval/faces-interfaces/000.webp',
    1,
    [
      141.531, 108.801, 181.702, 233.04, 166.667, 209.72, 243.229, 200.441, 191.062, 255.586, 185.196, 289.636, 249.002,
      281.383, 0.94,
    ],
  ],
  [
    'old-photos/portraits-bw/0000.webp',
    1,
    [
      69.49, 28.046, 48.802, 65.107, 79.621, 57.047, 101.821, 54.024, 92.116, 69.357, 86.159, 78.754, 104.406, 75.899,
      0.923,
    ],
  ],
  [
    'old-photos/gfpgan-inputs/group.png',
    4,
    [
      368.692, 430.072, 67.053, 89.319, 392.742, 464.216, 423.551, 463.471, 414.761, 481.256, 395.717, 495.892, 421.955,
      495.32, 0.919,
    ],
  ],
]

const store = mkdtempSync(join(tmpdir(), 'daguerre-yunet-'))
const sessions = createSessionPool(openModelStore([store]), { device: 'cpu', threads: 1 })
afterAll(async () => {
  await sessions.release()
  rmSync(store, { recursive: true })
})
const yunet = async () => {
  if (!existsSync(join(store, 'yunet')))
    await installModel({ store, files: [file], id: 'yunet', reserved: [], now: '2026-01-01T00:00:00.000Z' })
  return sessions.session('yunet')
}

function padded(image: Raster): Raster {
  const up = (side: number) => Math.ceil(side / 32) * 32
  const result = createRaster(up(image.width), up(image.height), 3, false)
  const data = toFloats(image)
  for (let y = 0; y < image.height; y++)
    for (let x = 0; x < image.width; x++)
      for (let c = 0; c < 3; c++)
        result.store[(y * result.width + x) * 3 + c] = data[
          (y * image.width + x) * image.channels + Math.min(c, image.channels - 1)
        ] as number
  return result
}
const numbersOf = ({ left, top, width, height, points, score }: Face) => [
  left,
  top,
  width,
  height,
  ...points.flat(),
  score,
]

test.for(golden)('YuNet finds in %s what OpenCV finds', async ([picture, count, expected], context) => {
  if (!here) return context.skip('skipped: no shared data')
  const { raster } = await openPicture(join(pictures, picture))
  const session = await yunet()
  const contract = contractOf(session.card, session.inputs)
  const image = padded(raster)
  const found = suppress(contract.read(await session.call(contract.feed(toFloats(image), image)), image, 0.7))
  expect(found.length).toBe(count)
  const numbers = numbersOf(found[0] as Face)
  for (const [i, value] of expected.entries())
    expect(Math.abs((numbers[i] as number) - value)).toBeLessThan(i === 14 ? 0.005 : 0.3)
})

test('a scan that lies on its side is turned for looking, and its faces are told where they lie', async (context) => {
  if (!here) return context.skip('skipped: no shared data')
  const { raster } = await openPicture(join(pictures, 'eval/faces-interfaces/000.webp'))
  const session = await yunet()
  const [upright] = await findFaces(raster, session, testContext())
  const lying = turnQuarters(raster, 3)
  const [found] = await findFaces(lying, session, testContext())
  const [x, y] = upright?.points[0] ?? [0, 0]
  // Turned by a quarter against the clock: what was at the right is at the top.
  expect(found?.points[0][0]).toBeCloseTo(y, 0)
  expect(found?.points[0][1]).toBeCloseTo(raster.width - x, 0)
})
