import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type ModelStore, openModelStore } from '../../src/engine/inference/models.ts'
import { prepareModel } from '../../src/engine/inference/prepare.ts'
import { openOnnxRuntime, type RuntimeSession } from '../../src/engine/inference/runtime.ts'
import { installModel } from '../../src/engine/models/install.ts'
import type { ModelCard } from '../../src/shared/model-card.ts'
import { measureAround } from './around.ts'
import { stackOf } from './ceiling.ts'
import { fixed, printTable } from './table.ts'
import { openTorch, type Torch } from './torch.ts'

/**
 * `npm run bench:runtime [-- <rounds> <side> <threads> <network>]`: seconds per input megapixel of networks in our runtime, in
 * PyTorch, and of their bare convolutions, whole tiles in turn, the best of some rounds; then what the operation around
 * them takes. `DAGUERRE_TORCH_PYTHON` names a Python that has torch and onnx.
 */
const root = resolve(import.meta.dirname, '../..')
const reference = resolve(root, '../shared/reference-models')

interface Frame {
  readonly rounds: number
  readonly side: number
  readonly threads: number
}

export async function run([rounds = '5', side = '384', threads = '0', named = '']: string[]): Promise<void> {
  const frame = { rounds: Number(rounds), side: Number(side), threads: Number(threads) || availableParallelism() }
  const folder = mkdtempSync(join(tmpdir(), 'daguerre-runtime-'))
  await installTheirs(folder)
  const models = openModelStore([join(root, 'models'), folder])
  const cards = models
    .list()
    .filter(({ task, input }) => task === 'upscale' && input.channels === 3)
    .filter(({ id }) => id.includes(named))
  const torch = await openTorch(join(root, 'models/training/bench_torch.py'))
  if ('reason' in torch) console.log(`PyTorch is left out: ${torch.reason}`)
  const rows: string[][] = []
  for (const card of cards) rows.push(await compare(models, card, frame, 'reason' in torch ? undefined : torch))
  if (!('reason' in torch)) torch.close()
  printTable(
    `Seconds per input megapixel, tiles of ${side} x ${side}, ${frame.threads} threads, best of ${rounds}`,
    [
      'network',
      'ours',
      'as it is',
      'GFLOP/s',
      'of its bare convolutions',
      'torch fp32',
      'ratio',
      'channels_last',
      'ratio',
    ],
    rows,
  )
  const around: string[][] = []
  for (const { id } of cards) {
    const { glue, inference } = await measureAround(models, id, frame)
    around.push([id, percent(glue), percent(inference)])
  }
  printTable(`The operation on a picture of ${side} x ${side}`, ['network', 'glue', 'inference of all'], around)
  rmSync(folder, { recursive: true })
}

async function installTheirs(store: string): Promise<void> {
  for (const id of ['realesr-animevideov3', 'realesr-general-x4v3']) {
    const file = join(reference, `${id}.onnx`)
    if (existsSync(file)) await installModel({ store, files: [file], id, reserved: [], now: new Date().toISOString() })
    else console.log(`${id} is left out: no shared data`)
  }
}

async function compare(models: ModelStore, card: ModelCard, frame: Frame, torch: Torch | undefined): Promise<string[]> {
  const { rounds, side, threads } = frame
  const { file } = models.find(card.id)
  const bytes = readFileSync(file)
  const stack = stackOf(bytes)
  const open = (graph: Uint8Array) => openOnnxRuntime(graph, 'cpu', threads)
  const sessions = await Promise.all([prepareModel(bytes, card, 'cpu').bytes, bytes, stack.bytes].map(open))
  const [prepared, plain, bare] = sessions as [RuntimeSession, RuntimeSession, RuntimeSession]
  const inTorch = (format: 'nchw' | 'channels_last') => async () =>
    (await torch?.seconds({ model: file, width: side, height: side, threads, format })) ?? Number.NaN
  const ways = [
    timed(prepared, side, card.output.channels, card.scale),
    timed(bare, side, stack.channels, 1),
    timed(plain, side, card.output.channels, card.scale),
    inTorch('nchw'),
    inTorch('channels_last'),
  ]
  const [mine = 0, ceiling = 0, asItIs = 0, nchw = 0, last = 0] = await bestOf(ways, rounds, side)
  await Promise.all(sessions.map((session) => session.release()))
  const speed = (2 * card.gmacPerMegapixel) / mine
  return [
    card.id,
    told(mine),
    told(asItIs),
    told(speed, 0),
    percent(speed / ((2 * stack.gmac) / ceiling)),
    told(nchw),
    told(mine / nchw),
    told(last),
    told(mine / last),
  ]
}

/** In turn, so that whatever else the computer does meets all alike. @returns seconds per megapixel of every way */
async function bestOf(ways: readonly (() => Promise<number>)[], rounds: number, side: number): Promise<number[]> {
  const best = ways.map(() => Number.POSITIVE_INFINITY)
  for (let round = 0; round <= rounds; round++) {
    for (const [i, way] of ways.entries()) {
      const seconds = await way()
      // The first round warms up.
      if (round > 0 && seconds < (best[i] as number)) best[i] = seconds
    }
  }
  return best.map((seconds) => seconds / (side ** 2 / 1e6))
}

const told = (value: number, digits = 2) => (Number.isFinite(value) && value > 0 ? fixed(value, digits) : '-')
const percent = (part: number) => `${fixed(100 * part, 1)} %`

function timed(session: RuntimeSession, side: number, channels: number, scale: number) {
  const input = new Float32Array(3 * side * side).map((_, i) => ((i * 7919) % 1009) / 1009)
  const wide = side * scale
  const output = { data: new Float32Array(channels * wide * wide), dimensions: [1, channels, wide, wide] }
  return async () => {
    const start = performance.now()
    await session.run({ data: input, dimensions: [1, 3, side, side] }, output)
    return (performance.now() - start) / 1000
  }
}
