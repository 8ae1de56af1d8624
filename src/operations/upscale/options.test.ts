import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openModelStore } from '../../engine/inference/models.ts'
import { createSessionPool } from '../../engine/inference/session-pool.ts'
import { installFaceNetworks } from '../../engine/inference/testing/face-stand-ins.ts'
import { chain, gain, installStandIn, repeater } from '../../engine/inference/testing/stand-ins.ts'
import { testContext } from '../../engine/pipeline/test-context.ts'
import { codeOf } from '../../shared/errors.ts'
import { createRaster, rasterOf, toFloats } from '../../shared/image/raster.ts'
import operation from './op.ts'
import { run } from './run.ts'
import { averageOfViews } from './self-ensemble.ts'

const folder = mkdtempSync(join(tmpdir(), 'daguerre-options-'))
// Chains mix colours, which no enlarger may do: as another task they are not judged for it.
installStandIn(folder, 'drawn-x2', chain(2), { task: 'test' })
installStandIn(folder, 'same', gain(1))
installStandIn(folder, 'mask', repeater(1), { output: { name: 'output', channels: 3, range: [0, 1], colour: 'mask' } })
installStandIn(folder, 'realesr-general-x4v3', chain(4, 2), { task: 'test' })
installStandIn(folder, 'realesr-general-wdn-x4v3', chain(4, 2), { task: 'test' })
installFaceNetworks(folder)
const sessions = createSessionPool(openModelStore([folder]), { device: 'cpu', threads: 1 })
afterAll(async () => {
  await sessions.release()
  rmSync(folder, { recursive: true })
})

const [WIDTH, HEIGHT] = [45, 31]
const image = rasterOf(
  WIDTH,
  HEIGHT,
  3,
  Float32Array.from({ length: WIDTH * HEIGHT * 3 }, (_, i) => ((i * 7919) % 1009) / 1009),
)
const enlarge = async (params: Record<string, unknown>, startTile?: number) => {
  const context = testContext({ sessions, ...(startTile !== undefined && { startTile }) })
  return toFloats((await run(image, operation.params.parse(params), context)).image)
}
const worst = (a: Float32Array, b: Float32Array) => {
  expect(a.length).toBe(b.length)
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] as number))), 0)
}

test('a named network runs as it is: nothing is added beyond the border, tiled or whole', async () => {
  const session = await sessions.session('drawn-x2')
  const direct = toFloats(await session.run(image))
  const tiles = { model: 'drawn-x2', scale: 2 }
  expect(worst(direct, await enlarge(tiles))).toBeLessThan(1e-6)
  expect(worst(direct, await enlarge(tiles, 16))).toBeLessThan(1e-6)
  expect(worst(direct, await enlarge({ ...tiles, tile: 16 }))).toBeLessThan(1e-6)
  // Too little context is what the user asked for; a reflected border changes what lies near it.
  expect(worst(direct, await enlarge({ ...tiles, tile: 16, tilePad: 1 }))).toBeGreaterThan(1e-3)
  expect(worst(direct, await enlarge({ ...tiles, prePad: 8 }))).toBeGreaterThan(1e-3)
})

test('any outscale, also below that of the network, and networks that do not enlarge', async () => {
  expect((await enlarge({ model: 'drawn-x2', scale: 3.3 })).length).toBe(149 * 102 * 3)
  expect((await enlarge({ model: 'drawn-x2', scale: 1.5 })).length).toBe(68 * 47 * 3)
  expect(worst(toFloats(image), await enlarge({ model: 'same', scale: 1 }))).toBe(0)
})

test('eight views are averaged, each turned back', async () => {
  // Answers with where it stands: only views that are turned back to their place average to the middle.
  const asked: string[] = []
  const result = await averageOfViews(rasterOf(3, 2, 1, Float32Array.of(1, 2, 3, 4, 5, 6)), async (tile) => {
    asked.push(`${tile.width}x${tile.height} ${[...toFloats(tile)].join('')}`)
    return tile
  })
  expect([...toFloats(result)]).toEqual([1, 2, 3, 4, 5, 6])
  expect(new Set(asked).size).toBe(8)
  expect(asked.filter((view) => view.startsWith('2x3')).length).toBe(4)
  const plain = await enlarge({ model: 'drawn-x2', scale: 2 })
  const averaged = await enlarge({ model: 'drawn-x2', scale: 2, tta: true })
  expect(worst(plain, averaged)).toBeGreaterThan(1e-4)
  expect(await enlarge({ model: 'drawn-x2', scale: 2, tta: true })).toEqual(averaged)
})

test('the strength of denoising mixes two networks, and is refused where there is nothing to mix', async () => {
  const general = { model: 'realesr-general-x4v3', scale: 4 }
  expect(operation.modelsFor?.(operation.params.parse({ ...general, denoise: 0.5 }))).toEqual([
    'realesr-general-x4v3',
    'realesr-general-wdn-x4v3',
  ])
  // Both stand-ins are the same network here, so any mixture is it, too.
  expect(worst(await enlarge(general), await enlarge({ ...general, denoise: 0.3 }))).toBeLessThan(1e-6)
  const refused = await enlarge({ model: 'drawn-x2', denoise: 0.5 }).catch((error: unknown) => error)
  expect(codeOf(refused)).toBe('invalid-input')
})

test.each([
  [{ model: 'nowhere' }, 'model-missing'],
  [{ model: 'mask' }, 'model-broken'],
  [{ model: 'same', denoise: 0.5 }, 'invalid-input'],
])('%j is refused in a sentence', async (params, code) => {
  const failure = await enlarge(params).catch((error: unknown) => error)
  expect(codeOf(failure)).toBe(code)
  expect((failure as Error).message).toMatch(/^[^\n]+\.$/)
})

test('faces come forward before the picture is enlarged, and nothing else does', async () => {
  const portrait = createRaster(256, 256, 3, false)
  for (let i = 0; i < 256 * 256; i++) {
    const [x, y] = [i % 256, Math.floor(i / 256)]
    const isFace = x >= 96 && x < 128 && y >= 96 && y < 128
    portrait.store.fill((isFace ? 0.62 : 0.25) + 0.1 * Math.sin(x / 2.5) * Math.cos(y / 3), 3 * i, 3 * i + 3)
  }
  const params = (faceEnhance: boolean) => operation.params.parse({ model: 'same', scale: 1, faceEnhance })
  expect(operation.modelsFor?.(params(true))).toEqual(['face-detect', 'face-sharpen', 'same'])
  const made = async (faceEnhance: boolean) =>
    toFloats((await run(portrait, params(faceEnhance), testContext({ sessions }))).image)
  const [without, withFaces] = [await made(false), await made(true)]
  const changed = (x: number, y: number) =>
    Math.abs((withFaces[3 * (y * 256 + x)] as number) - (without[3 * (y * 256 + x)] as number))
  expect(Math.max(...Array.from({ length: 16 }, (_, i) => changed(104 + i, 112)))).toBeGreaterThan(0.002)
  expect(Math.max(...Array.from({ length: 16 }, (_, i) => changed(220 + i, 30)))).toBe(0)
})
