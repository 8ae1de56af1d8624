import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, resolve } from 'node:path'
import { openModelStore } from '../../src/engine/inference/models.ts'
import { prepareModel } from '../../src/engine/inference/prepare.ts'
import { openOnnxRuntime, type RuntimeSession } from '../../src/engine/inference/runtime.ts'
import { writeOnnx } from '../../src/engine/inference/testing/onnx-writer.ts'
import type { ModelCard } from '../../src/shared/model-card.ts'
import { fixed, printTable } from './table.ts'
import { openTorch, type Torch } from './torch.ts'

/**
 * `npm run bench:runtime [-- <rounds> <side>]`: seconds per input megapixel of networks in our runtime and in PyTorch,
 * whole tiles without glue, in turn, the best of some rounds. `DAGUERRE_TORCH_PYTHON` names a Python that has torch and onnx.
 */
const root = resolve(import.meta.dirname, '../..')
const reference = resolve(root, '../shared/reference-models')
const threads = availableParallelism()

interface Subject {
  readonly name: string
  readonly file: string
  /** 10^9 multiply-adds per input megapixel. */
  readonly gmac: number
  readonly scale: number
}

export async function run([rounds = '3', side = '384']: string[]): Promise<void> {
  const subjects = [...theirs(), ...ours()]
  const torch = await openTorch(join(root, 'models/training/bench_torch.py'))
  if ('reason' in torch) console.log(`PyTorch is left out: ${torch.reason}`)
  const ceiling = await measureCeiling(Number(rounds))
  console.log(`${threads} threads; a plain stack of convolutions reaches ${fixed(ceiling, 0)} GFLOP/s`)
  const rows: string[][] = []
  for (const subject of subjects) {
    rows.push(
      await compare(
        subject,
        { rounds: Number(rounds), side: Number(side), ceiling },
        'reason' in torch ? undefined : torch,
      ),
    )
  }
  if (!('reason' in torch)) torch.close()
  printTable(
    `Seconds per input megapixel, tiles of ${side} x ${side}, best of ${rounds}`,
    ['network', 'ours', 'file as it is', 'GFLOP/s', 'of the ceiling', 'torch fp32', 'ratio', 'channels_last', 'ratio'],
    rows,
  )
}

function theirs(): Subject[] {
  const known = [
    { name: 'realesr-animevideov3', gmac: 619 },
    { name: 'realesr-general-x4v3', gmac: 1209 },
  ]
  const found = known.map((one) => ({ ...one, scale: 4, file: join(reference, `${one.name}.onnx`) }))
  for (const { name, file } of found) if (!existsSync(file)) console.log(`${name} is left out: no shared data`)
  return found.filter(({ file }) => existsSync(file))
}

function ours(): Subject[] {
  const folder = join(root, 'models')
  const cards = openModelStore([folder])
    .list()
    .filter(({ task }) => task === 'upscale')
  return cards
    .filter(({ id }) => readdirSync(join(folder, id)).includes('model.onnx'))
    .map((card) => ({
      name: card.id,
      file: join(folder, card.id, 'model.onnx'),
      gmac: card.gmacPerMegapixel,
      scale: card.scale,
    }))
}

interface Frame {
  readonly rounds: number
  readonly side: number
  readonly ceiling: number
}

async function compare(
  subject: Subject,
  { rounds, side, ceiling }: Frame,
  torch: Torch | undefined,
): Promise<string[]> {
  const bytes = readFileSync(subject.file)
  const card = { receptiveField: 0, scale: subject.scale } as ModelCard
  const prepared = await openOnnxRuntime(prepareModel(bytes, card, 'cpu').bytes, 'cpu', threads)
  const plain = await openOnnxRuntime(bytes, 'cpu', threads)
  const timed = (session: RuntimeSession) => () => timeRun(session, side, subject.scale)
  const inTorch = (format: 'nchw' | 'channels_last') => () =>
    torch?.seconds({ model: subject.file, width: side, height: side, threads, format }) ?? Promise.resolve(Number.NaN)
  const ways = [timed(prepared), timed(plain), inTorch('nchw'), inTorch('channels_last')]
  const best = ways.map(() => Number.POSITIVE_INFINITY)
  for (let round = 0; round <= rounds; round++) {
    for (const [i, way] of ways.entries()) {
      const seconds = await way()
      // The first round warms up.
      if (round > 0) best[i] = Math.min(best[i] as number, Number.isNaN(seconds) ? Number.POSITIVE_INFINITY : seconds)
    }
  }
  await Promise.all([prepared.release(), plain.release()])
  const perMegapixel = best.map((seconds) => seconds / (side ** 2 / 1e6))
  const [mine = 0, asItIs = 0, nchw = 0, last = 0] = perMegapixel
  const speed = (2 * subject.gmac) / mine
  const told = (value: number, digits = 2) => (Number.isFinite(value) ? fixed(value, digits) : '-')
  return [
    subject.name,
    told(mine),
    told(asItIs),
    told(speed, 0),
    `${fixed((100 * speed) / ceiling, 0)} %`,
    told(nchw),
    Number.isFinite(nchw) ? fixed(mine / nchw, 2) : '-',
    told(last),
    Number.isFinite(last) ? fixed(mine / last, 2) : '-',
  ]
}

async function timeRun(session: RuntimeSession, side: number, scale: number): Promise<number> {
  const input = new Float32Array(3 * side * side).map((_, i) => ((i * 7919) % 1009) / 1009)
  const output = new Float32Array(3 * (side * scale) ** 2)
  const start = performance.now()
  await session.run(
    { data: input, dimensions: [1, 3, side, side] },
    { data: output, dimensions: [1, 3, side * scale, side * scale] },
  )
  return (performance.now() - start) / 1000
}

/** GFLOP/s of sixteen 3x3 convolutions of 64 features with ReLU: the most this machine gives to such networks. */
async function measureCeiling(rounds: number): Promise<number> {
  const [features, depth, side] = [64, 16, 256]
  const weight = (out: number, channels: number) =>
    new Float32Array(out * channels * 9).map((_, i) => ((i % 7) - 3) / 100)
  const nodes = []
  const weights = []
  let [from, channels] = ['input', 3]
  for (let i = 0; i <= depth; i++) {
    const out = i === depth ? 3 : features
    weights.push({ name: `w${i}`, dimensions: [out, channels, 3, 3], data: weight(out, channels) })
    const attributes = { pads: [1, 1, 1, 1], kernel_shape: [3, 3] }
    nodes.push({ type: 'Conv', inputs: [from, `w${i}`], outputs: [i === depth ? 'output' : `c${i}`], attributes })
    if (i < depth) nodes.push({ type: 'Relu', inputs: [`c${i}`], outputs: [`r${i}`] })
    ;[from, channels] = [`r${i}`, out]
  }
  const graph = writeOnnx(nodes, weights, { input: 3, output: 3 })
  const session = await openOnnxRuntime(graph, 'cpu', threads)
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round <= rounds + 2; round++) best = Math.min(best, await timeRun(session, side, 1))
  await session.release()
  const perPixel = 2 * 9 * (3 * features * 2 + features * features * (depth - 1))
  return (perPixel * side * side) / best / 1e9
}
