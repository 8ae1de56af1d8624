import { GraphBuilder, type Weight } from '../../onnx/builder.ts'
import type { Weights } from '../formats/tensors.ts'
import { type Recognise, requireAllKnown, requireShape, type Shapes, UnsupportedVariant } from './architecture.ts'

const NAME = 'RRDBNet'
const SLOPE = 0.2
const RESIDUE = 0.2

interface Plan {
  /** Keys without `.weight`, as the file calls them. */
  readonly first: string
  readonly block: (index: number, dense: number, conv: number) => string
  readonly blocks: number
  readonly body: string
  readonly ups: readonly string[]
  readonly high: string
  readonly last: string
}

/**
 * The network of ESRGAN and Real-ESRGAN: residual-in-residual dense blocks, enlarged by repetition and convolution.
 * x2 and x1 models fold the picture first (pixel unshuffle), so that `conv_first` sees 12 or 48 channels. Three
 * spellings of the keys are known. Source: BasicSR `rrdbnet_arch.py` and the first ESRGAN release, restated.
 */
export const recogniseRrdb: Recognise = (shapes) => {
  const plan = planOf(shapes)
  if (!plan) return undefined
  const [features = 0, inputs = 0] = shapes.get(`${plan.first}.weight`) ?? []
  const growth = shapes.get(`${plan.block(0, 1, 1)}.weight`)?.[0] ?? 0
  const fold = Math.sqrt(inputs / 3)
  if (![1, 2, 4].includes(fold)) throw new UnsupportedVariant(`an ${NAME} for ${inputs} channels, not for RGB pictures`)
  const scale = 2 ** plan.ups.length / fold
  if (scale < 1) throw new UnsupportedVariant(`an ${NAME} that makes pictures smaller`)
  check(shapes, plan, { features, inputs, growth })
  return {
    name: plan.first === 'model.0' ? `${NAME} (first ESRGAN)` : NAME,
    detail: `${plan.blocks} blocks of ${features} features, growth ${growth}, x${scale}`,
    build: (weights) => build(weights, plan, fold),
  }
}

function planOf(shapes: Shapes): Plan | undefined {
  if (shapes.has('conv_first.weight') && shapes.has('body.0.rdb1.conv1.weight')) {
    const ups = ['conv_up1', 'conv_up2', 'conv_up3'].filter((key) => shapes.has(`${key}.weight`))
    const block = (i: number, d: number, c: number) => `body.${i}.rdb${d}.conv${c}`
    return {
      first: 'conv_first',
      block,
      blocks: count(shapes, block),
      body: 'conv_body',
      ups,
      high: 'conv_hr',
      last: 'conv_last',
    }
  }
  if (shapes.has('conv_first.weight') && shapes.has('RRDB_trunk.0.RDB1.conv1.weight')) {
    const ups = ['upconv1', 'upconv2', 'upconv3'].filter((key) => shapes.has(`${key}.weight`))
    const block = (i: number, d: number, c: number) => `RRDB_trunk.${i}.RDB${d}.conv${c}`
    return {
      first: 'conv_first',
      block,
      blocks: count(shapes, block),
      body: 'trunk_conv',
      ups,
      high: 'HRconv',
      last: 'conv_last',
    }
  }
  if (shapes.has('model.0.weight') && shapes.has('model.1.sub.0.RDB1.conv1.0.weight')) return oldPlan(shapes)
  return undefined
}

/** The first release numbers its layers; activations and enlargements between them have numbers, too. */
function oldPlan(shapes: Shapes): Plan | undefined {
  const block = (i: number, d: number, c: number) => `model.1.sub.${i}.RDB${d}.conv${c}.0`
  const blocks = count(shapes, block)
  const tail = [...shapes.keys()]
    .flatMap((key) => /^model\.(\d+)\.weight$/.exec(key)?.[1] ?? [])
    .map(Number)
    .filter((index) => index > 1)
    .sort((a, b) => a - b)
    .map((index) => `model.${index}`)
  const [high, last] = tail.slice(-2)
  if (high === undefined || last === undefined) return undefined
  return { first: 'model.0', block, blocks, body: `model.1.sub.${blocks}`, ups: tail.slice(0, -2), high, last }
}

function count(shapes: Shapes, block: Plan['block']): number {
  let blocks = 0
  while (shapes.has(`${block(blocks, 1, 1)}.weight`)) blocks++
  return blocks
}

function check(shapes: Shapes, plan: Plan, sizes: { features: number; inputs: number; growth: number }): void {
  const { features, inputs, growth } = sizes
  const known = new Set<string>()
  const conv = (key: string, outputs: number, from: number) => {
    requireShape(shapes, `${key}.weight`, [outputs, from, 3, 3], NAME)
    requireShape(shapes, `${key}.bias`, [outputs], NAME)
    known.add(`${key}.weight`).add(`${key}.bias`)
  }
  conv(plan.first, features, inputs)
  for (let index = 0; index < plan.blocks; index++)
    for (let dense = 1; dense <= 3; dense++)
      for (let at = 1; at <= 5; at++)
        conv(plan.block(index, dense, at), at === 5 ? features : growth, features + (at - 1) * growth)
  for (const key of [plan.body, ...plan.ups, plan.high]) conv(key, features, features)
  conv(plan.last, 3, features)
  requireAllKnown(shapes, known, NAME)
}

function build(weights: Weights, plan: Plan, fold: number) {
  const graph = new GraphBuilder()
  const at = (key: string) => weights.get(key) as Weight
  const conv = (from: string, key: string, weight = at(`${key}.weight`)) =>
    graph.conv(from, weight, at(`${key}.bias`), { pad: 1 })
  const active = (from: string, key: string) => graph.leakyRelu(conv(from, key), SLOPE)

  const first = conv(graph.spaceToDepth('input', fold), plan.first, reordered(at(`${plan.first}.weight`), fold))
  let trunk = first
  for (let index = 0; index < plan.blocks; index++) {
    let inner = trunk
    for (let dense = 1; dense <= 3; dense++) {
      const parts = [inner]
      for (let layer = 1; layer <= 4; layer++) {
        const seen = parts.length === 1 ? inner : graph.concat(...parts)
        parts.push(active(seen, plan.block(index, dense, layer)))
      }
      const last = conv(graph.concat(...parts), plan.block(index, dense, 5))
      inner = graph.sum(graph.scale(last, RESIDUE), inner)
    }
    trunk = graph.sum(graph.scale(inner, RESIDUE), trunk)
  }
  let picture = graph.sum(first, conv(trunk, plan.body))
  for (const up of plan.ups) picture = active(graph.nearest(picture, 2), up)
  return graph.finish(conv(active(picture, plan.high), plan.last))
}

/** PyTorch folds with the colour first, ONNX with the place in the block first: the weights are put in ONNX's order. */
function reordered(weight: Weight, fold: number): Weight {
  if (fold === 1) return weight
  const [outputs = 0, inputs = 0, high = 0, wide = 0] = weight.shape
  const area = high * wide
  const data = new Float32Array(weight.data.length)
  for (let o = 0; o < outputs; o++)
    for (let colour = 0; colour < 3; colour++)
      for (let place = 0; place < fold * fold; place++) {
        const from = (o * inputs + colour * fold * fold + place) * area
        data.set(weight.data.subarray(from, from + area), (o * inputs + place * 3 + colour) * area)
      }
  return { shape: weight.shape, data }
}
