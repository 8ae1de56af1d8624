import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { codeOf } from '../../shared/errors.ts'
import { rasterOf, toFloats } from '../../shared/image/raster.ts'
import { isOutOfMemory } from './failures.ts'
import { openModelStore } from './models.ts'
import { createSessionPool } from './session-pool.ts'
import { holeFiller } from './testing/repair-stand-ins.ts'
import { gain, installStandIn, repeater } from './testing/stand-ins.ts'

const folder = mkdtempSync(join(tmpdir(), 'daguerre-models-'))
afterAll(() => rmSync(folder, { recursive: true }))

const poolOf = (device: 'cpu' | 'cuda' = 'cpu') =>
  createSessionPool(openModelStore([join(folder, 'missing'), folder]), { device, threads: 1 })
const tile = rasterOf(
  3,
  2,
  3,
  Float32Array.from({ length: 18 }, (_, i) => (i + 1) / 20),
)

test('runs a network: interleaved in, interleaved out, enlarged', async () => {
  installStandIn(folder, 'repeat', repeater(2))
  const pool = poolOf()
  const session = await pool.session('repeat')
  const result = await session.run(tile)
  expect([result.width, result.height, result.channels]).toEqual([6, 4, 3])
  const [got, source] = [toFloats(result), toFloats(tile)]
  for (let i = 0; i < got.length; i++) {
    const [c, x, y] = [i % 3, Math.floor(i / 3) % 6, Math.floor(i / 18)]
    expect(got[i]).toBeCloseTo(source[((y >> 1) * 3 + (x >> 1)) * 3 + c] as number, 6)
  }
  expect(session.provider).toBe('cpu')
  expect(pool.seconds()).toBeGreaterThan(0)
  expect(await pool.session('repeat')).toBe(session)
  await pool.release()
})

test('gray fills all three inputs, and odd tiles are padded to the multiple', async () => {
  installStandIn(folder, 'multiple', repeater(2), { multiple: 4 })
  const pool = poolOf()
  const gray = rasterOf(3, 1, 1, Float32Array.of(0.1, 0.5, 0.9))
  const result = await (await pool.session('multiple')).run(gray)
  expect([result.width, result.height]).toEqual([6, 2])
  expect([...toFloats(result)].slice(0, 6).map((v) => Math.round(v * 10) / 10)).toEqual([0.1, 0.1, 0.1, 0.1, 0.1, 0.1])
  await pool.release()
})

test.each([
  ['black', 0],
  ['not numbers', Number.NaN],
])('a %s result is refused', async (_, factor) => {
  const id = `gain-${factor}`.toLowerCase()
  installStandIn(folder, id, gain(factor))
  const pool = poolOf()
  const failure = await (await pool.session(id)).run(tile).catch((error: unknown) => error)
  expect(codeOf(failure)).toBe('result-insane')
  await pool.release()
})

test('a dark picture may stay dark', async () => {
  installStandIn(folder, 'keep', gain(1))
  const pool = poolOf()
  const dark = rasterOf(2, 1, 1, Float32Array.of(0, 0.001))
  expect(toFloats(await (await pool.session('keep')).run(dark))[3]).toBeCloseTo(0.001)
  await pool.release()
})

test('C9: a device that is not there is replaced by the processor, and that is said', async () => {
  installStandIn(folder, 'fallback', gain(1))
  const pool = poolOf('cuda')
  expect((await pool.session('fallback')).provider).toBe('cpu')
  expect(pool.notes()).toEqual(['CUDA cannot be used on this computer: the processor did the work.'])
  await pool.release()
})

test('a changed model file is never loaded', async () => {
  installStandIn(folder, 'changed', gain(1))
  appendFileSync(join(folder, 'changed', 'model.onnx'), 'x')
  expect(
    codeOf(
      await poolOf()
        .session('changed')
        .catch((error: unknown) => error),
    ),
  ).toBe('model-broken')
})

test('missing models and broken cards have their own codes', async () => {
  expect(
    codeOf(
      await poolOf()
        .session('nowhere')
        .catch((error: unknown) => error),
    ),
  ).toBe('model-missing')
  installStandIn(folder, 'bad-card', gain(1))
  writeFileSync(join(folder, 'bad-card', 'card.json'), '{"id":"bad-card"}')
  const store = openModelStore([folder])
  expect(store.list().some((card) => card.id === 'bad-card')).toBe(false)
  expect(() => store.find('bad-card')).toThrow(/card is not valid/)
})

test('knows how running out of memory sounds', () => {
  const sounds = [
    'bfc_arena.cc:360 Failed to allocate memory for requested buffer of size 27648000000',
    'std::bad_alloc',
    'Array buffer allocation failed',
    'CUDA failure 2: out of memory',
    'vkAllocateMemory failed -2',
  ]
  expect(sounds.filter((message) => !isOutOfMemory(new Error(message)))).toEqual([])
  expect(isOutOfMemory(new Error('Invalid input name'))).toBe(false)
})

test('really running out of memory inside the runtime is recognised', async () => {
  installStandIn(folder, 'huge', repeater(4), { multiple: 1 })
  const pool = poolOf()
  const side = 60_000
  const session = await pool.session('huge')
  const failure = await session
    .run({ width: side, height: side, channels: 3, store: new Float32Array(0) })
    .catch((error: unknown) => error)
  expect(codeOf(failure)).toBe('out-of-memory')
  await pool.release()
})

test('a plane beside the colours reaches a network of four channels, and alpha any other does not', async () => {
  installStandIn(folder, 'filler', holeFiller(3), { multiple: 2, task: 'inpaint' })
  installStandIn(folder, 'three', repeater(1))
  const pool = poolOf()
  const planes = rasterOf(3, 1, 4, Float32Array.of(0.2, 0.2, 0.2, 0, 1, 1, 1, 1, 0.2, 0.2, 0.2, 0))
  const filled = toFloats(await (await pool.session('filler')).run(planes))
  expect(filled).toHaveLength(9)
  for (const value of filled) expect(value).toBeCloseTo(0.2, 2)
  const failure = await (await pool.session('three')).run(planes).catch((error: unknown) => error)
  expect(codeOf(failure)).toBe('internal')
  await pool.release()
})

test('a mask is no light: a black picture with a hole may stay black', async () => {
  installStandIn(folder, 'filler', holeFiller(3), { multiple: 2, task: 'inpaint' })
  const pool = poolOf()
  const planes = rasterOf(2, 2, 4, Float32Array.of(0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
  const filled = await (await pool.session('filler')).run(planes)
  expect(Math.max(...toFloats(filled))).toBe(0)
  await pool.release()
})
