import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openModelStore } from '../../engine/inference/models.ts'
import { createSessionPool } from '../../engine/inference/session-pool.ts'
import { installFaceNetworks, likeCodeFormer, likeGfpgan } from '../../engine/inference/testing/face-stand-ins.ts'
import { writeGraph } from '../../engine/inference/testing/onnx-writer.ts'
import type { StandIn } from '../../engine/inference/testing/stand-ins.ts'
import { installModel } from '../../engine/models/install.ts'
import { testContext } from '../../engine/pipeline/test-context.ts'
import { deltaE2000 } from '../../engine/quality/delta-e.ts'
import { createRaster, type Raster, toFloats } from '../../shared/image/raster.ts'
import { labOf } from '../support/lab.ts'
import { changeOf } from './change.ts'
import { planFor } from './choices.ts'
import { sharpenClassically } from './classical.ts'
import operation from './op.ts'
import { run } from './run.ts'

const folder = mkdtempSync(join(tmpdir(), 'daguerre-faces-'))
const sessions = createSessionPool(openModelStore([folder]), { device: 'cpu', threads: 1 })
installFaceNetworks(folder)

async function importAs(id: string, { nodes, weights, ends }: StandIn) {
  const file = join(folder, `${id}.onnx`)
  writeFileSync(file, writeGraph(nodes, weights, ends?.inputs ?? [], ends?.outputs ?? []))
  return installModel({ store: folder, files: [file], id, reserved: [], now: '2026-01-01T00:00:00.000Z' })
}
beforeAll(async () => {
  await importAs('gfpgan', likeGfpgan())
  await importAs('codeformer', likeCodeFormer())
})
afterAll(async () => {
  await sessions.release()
  rmSync(folder, { recursive: true })
})

/** Bright squares on the grid of the stand-in's cells are faces; light and dark stripes run over everything. */
function picture(channels: 1 | 3, squares: readonly (readonly [x: number, y: number])[], side = 256): Raster {
  const image = createRaster(side, side, channels, false)
  for (let i = 0; i < image.store.length; i++) {
    const [at, c] = [Math.floor(i / channels), i % channels]
    const [x, y] = [at % side, Math.floor(at / side)]
    const bright = squares.some(([u, v]) => x >= u && x < u + 32 && y >= v && y < v + 32)
    image.store[i] = (bright ? 0.62 : 0.25) + 0.1 * Math.sin(x / 2.5) * Math.cos(y / 3) + (c === 0 ? 0.06 : 0)
  }
  return image
}
const one = [[96, 96]] as const
const two = [
  [96, 96],
  [160, 192],
] as const // prettier-ignore

const restore = async (image: Raster, params: Record<string, unknown>) =>
  (await run(image, operation.params.parse({ candidate: 'strong', strength: 1, ...params }), testContext({ sessions })))
    .image

const changedAt = (before: Raster, after: Raster, x: number, y: number, reach = 8): number => {
  const [a, b] = [toFloats(before), toFloats(after)]
  let most = 0
  for (let v = y - reach; v <= y + reach; v++)
    for (let u = x - reach; u <= x + reach; u++)
      for (let c = 0; c < before.channels; c++) {
        const at = (v * before.width + u) * before.channels + c
        most = Math.max(most, Math.abs((a[at] as number) - (b[at] as number)))
      }
  return most
}

describe('faces', () => {
  test('are changed where they are, and nothing is changed where none is', async () => {
    const image = picture(3, one)
    const after = await restore(image, {})
    expect(changedAt(image, after, 112, 112)).toBeGreaterThan(0.004)
    expect(changedAt(image, after, 220, 220)).toBe(0)
    expect(toFloats(await restore(picture(3, []), {}))).toEqual(toFloats(picture(3, [])))
  })

  test('stay the scan with strength 0, and with “as it is”', async () => {
    const image = picture(3, one)
    for (const params of [{ strength: 0 }, { candidate: 'original' }])
      expect(toFloats(await restore(image, params))).toEqual(toFloats(image))
  })

  test('each have their own choice', async () => {
    const image = picture(3, two)
    const spared = { x: 112 / 256, y: 112 / 256, size: 48 / 256, candidate: 'original' }
    const after = await restore(image, { faces: [spared] })
    expect(changedAt(image, after, 112, 112)).toBe(0)
    expect(changedAt(image, after, 176, 208)).toBeGreaterThan(0.004)
    const only = { ...spared, candidate: 'classical', strength: 1 }
    const other = await restore(image, { candidate: 'original', faces: [only] })
    expect(changedAt(image, other, 112, 112)).toBeGreaterThan(0.002)
    expect(changedAt(image, other, 176, 208)).toBe(0)
  })

  test('keep their tone, although the network lifts it', async () => {
    const image = picture(3, one)
    const mean = (raster: Raster) => {
      let sum = 0
      for (let y = 100; y < 124; y++)
        for (let x = 100; x < 124; x++) sum += toFloats(raster)[(y * 256 + x) * 3] as number
      return sum / 576
    }
    expect(Math.abs(mean(await restore(image, {})) - mean(image))).toBeLessThan(0.008)
  })

  test('have no border: the step across the edge of the mask is below what an eye can see', async () => {
    const image = picture(3, one)
    const [before, after] = [toFloats(image), toFloats(await restore(image, {}))]
    const lab = (data: Float32Array, i: number) =>
      labOf(data[i] as number, data[i + 1] as number, data[i + 2] as number)
    let worst = 0
    for (let i = 0; i + 3 < before.length; i += 3) {
      // The outermost pixels of what was changed: their left or right neighbour is the scan.
      const isBorder = (before[i] === after[i]) !== (before[i + 3] === after[i + 3])
      for (const at of isBorder ? [i, i + 3] : []) worst = Math.max(worst, deltaE2000(lab(before, at), lab(after, at)))
    }
    expect(worst).toBeGreaterThan(0)
    expect(worst).toBeLessThan(1)
  })

  test('of gray and toned pictures stay gray and toned', async () => {
    const toned = picture(3, one)
    const [before, after] = [toFloats(toned), toFloats(await restore(toned, {}))]
    // Red stands above green by the same everywhere: the tint.
    for (let i = 0; i < after.length; i += 3)
      expect(
        Math.abs((after[i] as number) - (after[i + 1] as number) - ((before[i] as number) - (before[i + 1] as number))),
      ).toBeLessThan(1e-5)
  })
})

describe('networks of others', () => {
  test('are recognised when they are imported', async () => {
    const cards = openModelStore([folder]).list()
    for (const id of ['gfpgan', 'codeformer']) expect(cards.find((card) => card.id === id)?.task).toBe('restore-faces')
  })

  test.each(['gfpgan', 'codeformer'])('%s runs by its contract; gentle changes less than strong', async (model) => {
    const image = picture(3, one)
    const [gentle, strong] = [
      await restore(image, { model, candidate: 'gentle' }),
      await restore(image, { model, candidate: 'strong' }),
    ]
    const [less, more] = [changedAt(image, gentle, 112, 112), changedAt(image, strong, 112, 112)]
    expect(less).toBeGreaterThan(0.001)
    expect(more).toBeGreaterThan(less * 1.5)
  })
})

test('without a network fine detail is lifted, noise is not, and no halo is made', () => {
  const face = createRaster(128, 128, 1, false)
  let state = 7
  for (let i = 0; i < face.store.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    const x = i % 128
    // A soft edge in the middle, faint noise everywhere.
    face.store[i] = 0.3 + 0.4 / (1 + Math.exp(-(x - 64) / 1.5)) + (state / 2 ** 32 - 0.5) * 0.02
  }
  const after = toFloats(sharpenClassically(face))
  const slope = (data: ArrayLike<number>) => {
    let sum = 0
    for (let y = 0; y < 128; y++) sum += (data[y * 128 + 65] as number) - (data[y * 128 + 62] as number)
    return sum / 128
  }
  const rough = (data: ArrayLike<number>) => {
    let sum = 0
    for (let y = 1; y < 127; y++)
      for (let x = 8; x < 40; x++) sum += ((data[y * 128 + x] as number) - (data[y * 128 + x + 1] as number)) ** 2
    return Math.sqrt(sum / (126 * 32))
  }
  expect(slope(after)).toBeGreaterThan(slope(face.store) * 1.08)
  expect(rough(after)).toBeLessThan(rough(face.store) * 1.12)
  expect(Math.max(...after)).toBeLessThan(Math.max(...face.store) + 0.02)
})

test('grain in calm places is kept where a network smooths it away', () => {
  const [before, after] = [createRaster(96, 96, 1, false), createRaster(96, 96, 1, false)]
  let state = 3
  for (let i = 0; i < before.store.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    before.store[i] = 0.5 + (state / 2 ** 32 - 0.5) * 0.1
    after.store[i] = 0.5
  }
  const change = toFloats(changeOf(before, after))
  const left = toFloats(before).map((value, i) => value + (change[i] as number) - 0.5)
  const power = (data: Float32Array) => Math.sqrt(data.reduce((sum, value) => sum + value * value, 0) / data.length)
  expect(power(left)).toBeGreaterThan(0.75 * power(toFloats(before).map((value) => value - 0.5)))
})

test('a choice belongs to the face at its place and of its size', () => {
  const face = { left: 90, top: 40, width: 20, height: 20, score: 1, points: [] as never }
  const frame = { width: 200, height: 100 }
  const usual = { candidate: 'gentle', strength: 0.5 } as const
  const at = (x: number, size: number) => [{ x, y: 0.5, size, candidate: 'strong' as const }]
  expect(planFor(face, frame, at(0.51, 0.1), usual)).toEqual({ candidate: 'strong', strength: 0.5 })
  expect(planFor(face, frame, at(0.6, 0.1), usual)).toEqual(usual)
  expect(planFor(face, frame, at(0.5, 0.4), usual)).toEqual(usual)
})
