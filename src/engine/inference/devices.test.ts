import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { codeOf } from '../../shared/errors.ts'
import { rasterOf, toFloats } from '../../shared/image/raster.ts'
import { createRunContext } from '../pipeline/context.ts'
import { type CalibrationStore, calibrationFile } from './calibrate.ts'
import { openModelStore } from './models.ts'
import { devicesHere, type Provider, providersFor } from './providers.ts'
import { type OpenRuntime, openOnnxRuntime, type Planes } from './runtime.ts'
import { createSessionPool, type PoolOptions } from './session-pool.ts'
import { chain, gain, installStandIn } from './testing/stand-ins.ts'
import { createTurnMemory, turnOn } from './turn.ts'

/** Devices that this computer does not have: made of the processor and a fault. */
const folder = mkdtempSync(join(tmpdir(), 'daguerre-devices-'))
installStandIn(folder, 'same', gain(1))
installStandIn(folder, 'drawn', chain(2), { task: 'test' })
afterAll(() => rmSync(folder, { recursive: true }))
const store = openModelStore([folder])

const picture = rasterOf(
  90,
  70,
  3,
  Float32Array.from({ length: 90 * 70 * 3 }, (_, i) => 0.1 + 0.3 * (i % 3) + ((i * 7919) % 101) / 1010),
)

interface Fault {
  readonly open?: () => void
  readonly run?: (input: Planes, output: Planes) => void
}
const opened: Provider[] = []
/** A runtime whose accelerator has a fault and whose processor has none. */
const faulty =
  (fault: Fault): OpenRuntime =>
  async (graph, provider, threads) => {
    opened.push(provider)
    if (provider !== 'cpu') fault.open?.()
    const session = await openOnnxRuntime(graph, 'cpu', threads)
    if (provider === 'cpu') return session
    return {
      ...session,
      run: async (input, output) => {
        await session.run(input, output)
        fault.run?.(input, output)
      },
    }
  }
const memory = (): CalibrationStore & { readonly kept: Map<string, Provider> } => {
  const kept = new Map<string, Provider>()
  return { kept, get: (key) => kept.get(key), set: (key, provider) => void kept.set(key, provider) }
}
const poolWith = (fault: Fault, more: Partial<PoolOptions> = {}) =>
  createSessionPool(store, { device: 'cuda', threads: 1, runtime: faulty(fault), ...more })

describe('C1 and C7: an accelerator that', () => {
  const faults: [string, Fault][] = [
    ['fails', { run: () => fail('device removed') }],
    ['answers in black', { run: (_, output) => output.data.fill(0) }],
    ['answers in gray', { run: (_, output) => output.data.fill(0.45) }],
    ['answers with what is no number', { run: (_, output) => output.data.fill(Number.NaN, 7, 8) }],
    ['shifts the light', { run: (_, output) => output.data.set(output.data.map((value) => value + 0.3)) }],
  ]
  test.each(faults)('%s is left for the processor, which is said', async (_, fault) => {
    const pool = poolWith(fault)
    const session = await pool.session('same')
    expect(session.provider).toBe('cuda')
    expect(toFloats(await session.run(picture))).toEqual(toFloats(picture))
    expect(session.provider).toBe('cpu')
    expect(pool.notes().join()).toMatch(/^CUDA .*: the processor did the work\.$/)
    await pool.release()
  })

  test.each([100, 70, 50, 30])('has memory for tiles of %i pixels only works with those', async (limit) => {
    const pool = poolWith({
      run: (input) => {
        const [, , height = 0, width = 0] = input.dimensions
        if (width * height > limit * limit) fail('CUDA failure 2: out of memory')
      },
    })
    const session = await pool.session('drawn')
    const sides: string[] = []
    const context = createRunContext({
      sessions: pool,
      cancelled: () => false,
      progress: () => undefined,
      log: (message) => sides.push(message),
      startTile: 120,
    })
    const needs = { overlap: session.card.receptiveField, align: 1, scale: 2, border: 0 }
    const result = await context.tile(picture, needs, (tile) => session.run(tile))
    const plain = createSessionPool(store, { device: 'cpu', threads: 1 })
    const whole = toFloats(await (await plain.session('drawn')).run(picture))
    expect(toFloats(result).every((value, i) => Math.abs(value - (whole[i] as number)) < 1e-5)).toBe(true)
    expect(sides.length > 0).toBe(limit < 80)
    // Below the smallest tile there is only the processor left.
    expect(session.provider).toBe(limit < 60 ? 'cpu' : 'cuda')
    await Promise.all([pool.release(), plain.release()])
  })
})

function fail(message: string): never {
  throw new Error(message)
}

describe('auto', () => {
  const both = { device: 'auto', providers: ['cuda', 'cpu'] } as const
  const slow = () => {
    const until = performance.now() + 60
    while (performance.now() < until);
  }

  test('takes the fastest, measured once and remembered', async () => {
    const calibration = memory()
    const slowPool = poolWith({ run: slow }, { ...both, calibration })
    expect((await slowPool.session('same')).provider).toBe('cpu')
    expect([...calibration.kept.values()]).toEqual(['cpu'])
    await slowPool.release()
    opened.length = 0
    const again = poolWith({ run: slow }, { ...both, calibration })
    await again.session('same')
    expect(opened).toEqual(['cpu'])
    await again.release()
  })

  test('remembers by runtime, devices and file', async () => {
    const calibration = memory()
    const pool = poolWith({ run: slow }, { ...both, calibration })
    await pool.session('same')
    await pool.session('drawn')
    expect(calibration.kept.size).toBe(2)
    for (const key of calibration.kept.keys()) expect(key).toMatch(/^onnxruntime \S+ \w+ cuda\+cpu [0-9a-f]{16}$/)
    await pool.release()
  })

  test('leaves out what cannot start or answers with nonsense', async () => {
    for (const fault of [
      { open: () => fail('no driver') },
      { run: (_: Planes, output: Planes) => output.data.fill(0) },
    ]) {
      const pool = poolWith(fault, { ...both, calibration: memory() })
      const session = await pool.session('same')
      expect([session.provider, session.note]).toEqual(['cpu', undefined])
      await pool.release()
    }
  })

  test('a damaged memory only means measuring again', () => {
    const file = join(folder, 'devices.json')
    const calibration = calibrationFile(file)
    expect(calibration.get('a')).toBeUndefined()
    calibration.set('a', 'webgpu')
    calibration.set('b', 'cpu')
    expect([calibration.get('a'), calibrationFile(file).get('b')]).toEqual(['webgpu', 'cpu'])
    writeFileSync(file, '{"a": "toaster"')
    expect(calibration.get('a')).toBeUndefined()
  })
})

test('devices are offered by name where the runtime has them, the processor always', () => {
  expect(devicesHere(new Set())).toEqual(['auto', 'cpu'])
  expect(devicesHere(new Set(['webgpu', 'dml', 'tensorrt']))).toEqual(['auto', 'cpu', 'webgpu', 'dml'])
  expect(providersFor('auto', 'win32', new Set(['dml', 'webgpu']))).toEqual(['dml', 'cpu'])
  expect(providersFor('auto', 'linux', new Set(['webgpu']))).toEqual(['cpu'])
  expect(providersFor('coreml', 'linux', new Set())).toEqual(['coreml', 'cpu'])
})

test('warm networks are shared, and the least used leave when they hold too much', async () => {
  const held = 2 * Math.max(...store.list().map(({ bytes }) => bytes))
  const pool = createSessionPool(store, { device: 'cpu', threads: 1, keepBytes: held })
  const first = await pool.session('same')
  expect(await pool.session('same')).toBe(first)
  await pool.session('drawn')
  expect(await pool.session('same')).not.toBe(first)
  await pool.release()
})

test('networks of one process take turns', async () => {
  const shared = createTurnMemory()
  const [mine, theirs] = [turnOn(shared), turnOn(shared)]
  mine.take()
  expect(Atomics.load(new Int32Array(shared), 0)).toBe(1)
  mine.give()
  theirs.take()
  theirs.give()
  const pool = poolWith({ run: () => fail('device removed') }, { turn: mine })
  await (await pool.session('same')).run(picture)
  // Given back whether the run went well or not.
  expect(Atomics.load(new Int32Array(shared), 0)).toBe(0)
  await pool.release()
})

test('a graph with other than one input and output is refused', async () => {
  const runtime: OpenRuntime = () => Promise.reject(new Error('nothing'))
  const failure = await createSessionPool(store, { device: 'cpu', runtime })
    .session('same')
    .catch((error: unknown) => error)
  expect(codeOf(failure)).toBe('model-broken')
})
