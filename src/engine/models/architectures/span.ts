import { GraphBuilder, type Weight } from '../../onnx/builder.ts'
import type { Weights } from '../formats/tensors.ts'
import { type Recognise, requireAllKnown, requireShape, type Shapes, UnsupportedVariant } from './architecture.ts'

const NAME = 'SPAN'
const BLOCKS = 6
/** What its authors take off every channel and multiply by before the first layer; no checkpoint holds them. */
const MEAN = [0.4488, 0.4371, 0.404] as const
const RANGE = 255

/**
 * Swift Parameter-free Attention Network: six blocks of three convolutions whose result is weighted by itself. Every 3x3
 * convolution is stored as it was trained, in four parts that are one here. Source: Wan et al., arXiv 2311.12770, and
 * the keys of its authors' checkpoints, restated.
 */
export const recogniseSpan: Recognise = (shapes) => {
  if (!shapes.has('block_1.c1_r.sk.weight') || !shapes.has('conv_cat.weight')) return undefined
  const features = shapes.get('conv_1.sk.weight')?.[0] ?? 0
  const scale = Math.sqrt((shapes.get('upsampler.0.weight')?.[0] ?? 0) / 3)
  if (!Number.isInteger(scale) || scale < 1 || scale > 8)
    throw new UnsupportedVariant(`a variant of ${NAME} that does not end in an RGB picture`)
  check(shapes, features, scale)
  const isNormed = !shapes.has('no_norm')
  return {
    name: NAME,
    detail: `${BLOCKS} blocks of ${features} features, x${scale}`,
    build: (weights) => build(weights, scale, isNormed),
  }
}

const blockKeys = Array.from({ length: BLOCKS }, (_, i) =>
  ['c1_r', 'c2_r', 'c3_r'].map((key) => `block_${i + 1}.${key}`),
)

function check(shapes: Shapes, features: number, scale: number): void {
  const known = new Set(['no_norm'])
  const conv = (key: string, outputs: number, inputs: number, side: number) => {
    requireShape(shapes, `${key}.weight`, [outputs, inputs, side, side], NAME)
    requireShape(shapes, `${key}.bias`, [outputs], NAME)
    known.add(`${key}.weight`).add(`${key}.bias`)
  }
  const inParts = (key: string, inputs: number) => {
    const [wide = 0] = shapes.get(`${key}.conv.0.weight`) ?? []
    const [, middle = 0] = shapes.get(`${key}.conv.2.weight`) ?? []
    conv(`${key}.sk`, features, inputs, 1)
    conv(`${key}.conv.0`, wide, inputs, 1)
    conv(`${key}.conv.1`, middle, wide, 3)
    conv(`${key}.conv.2`, features, middle, 1)
    // Overwritten from the parts before every use: whatever stands there is not looked at.
    for (const end of ['weight', 'bias']) known.add(`${key}.eval_conv.${end}`)
  }
  inParts('conv_1', 3)
  for (const key of [...blockKeys.flat(), 'conv_2']) inParts(key, features)
  conv('conv_cat', features, features * 4, 1)
  conv('upsampler.0', 3 * scale * scale, features, 3)
  requireAllKnown(shapes, known, NAME)
}

function build(weights: Weights, scale: number, isNormed: boolean) {
  const graph = new GraphBuilder()
  const at = (key: string) => weights.get(key) as Weight
  const conv = (from: string, key: string, pad: number) =>
    graph.conv(from, at(`${key}.weight`), at(`${key}.bias`), { pad })
  const joined = (from: string, key: string) => {
    const { weight, bias } = inOne(weights, key)
    return graph.conv(from, weight, bias, { pad: 1 })
  }
  const silu = (from: string) => graph.add('Mul', [from, graph.add('Sigmoid', [from])])
  const normed = isNormed ? graph.scale(graph.add('Sub', ['input', graph.channels(MEAN)]), RANGE) : 'input'
  const head = joined(normed, 'conv_1')
  let [first, last, beside] = ['', head, head]
  for (const [one = '', two = '', three = ''] of blockKeys) {
    beside = silu(joined(last, one))
    const answer = joined(silu(joined(beside, two)), three)
    const attention = graph.add('Sub', [graph.add('Sigmoid', [answer]), graph.constant(0.5)])
    last = graph.add('Mul', [graph.sum(answer, last), attention])
    first ||= last
  }
  const all = conv(graph.concat(head, joined(last, 'conv_2'), first, beside), 'conv_cat', 0)
  return graph.finish(graph.pixelShuffle(conv(all, 'upsampler.0', 1), scale))
}

/**
 * One 3x3 convolution for 1x1, 3x3, 1x1 and the 1x1 beside them. The parts add their biases to the border that is put
 * around the picture, too, so this is the same at the border as well.
 */
function inOne(weights: Weights, key: string): { readonly weight: Weight; readonly bias: Weight } {
  const part = (name: string) => weights.get(`${key}.${name}`) as Weight
  const [enter, cross, leave, beside] = ['conv.0', 'conv.1', 'conv.2', 'sk'].map((name) => ({
    weight: part(`${name}.weight`),
    bias: part(`${name}.bias`).data,
  })) as [Part, Part, Part, Part]
  const [wide = 0, inputs = 0] = enter.weight.shape
  const [outputs = 0, middle = 0] = leave.weight.shape
  // The 3x3 and the 1x1 behind it: [outputs, wide, 9].
  const behind = product(leave.weight.data, cross.weight.data, [outputs, middle, wide * 9])
  const data = new Float64Array(outputs * inputs * 9)
  const bias = product(leave.weight.data, cross.bias, [outputs, middle, 1])
  for (let o = 0; o < outputs; o++)
    for (let w = 0; w < wide; w++)
      for (let k = 0; k < 9; k++) {
        const weight = behind[(o * wide + w) * 9 + k] as number
        bias[o] = (bias[o] as number) + weight * (enter.bias[w] as number)
        for (let i = 0; i < inputs; i++) {
          const to = (o * inputs + i) * 9 + k
          data[to] = (data[to] as number) + weight * (enter.weight.data[w * inputs + i] as number)
        }
      }
  for (let o = 0; o < outputs; o++) {
    bias[o] = (bias[o] as number) + (leave.bias[o] as number) + (beside.bias[o] as number)
    for (let i = 0; i < inputs; i++) {
      const centre = (o * inputs + i) * 9 + 4
      data[centre] = (data[centre] as number) + (beside.weight.data[o * inputs + i] as number)
    }
  }
  return {
    weight: { shape: [outputs, inputs, 3, 3], data: Float32Array.from(data) },
    bias: { shape: [outputs], data: Float32Array.from(bias) },
  }
}

interface Part {
  readonly weight: Weight
  readonly bias: Float32Array
}

/** Of two matrices, [rows, inner] and [inner, columns], summed up in double precision. */
function product(a: Float32Array, b: Float32Array, [rows, inner, columns]: readonly [number, number, number]) {
  const out = new Float64Array(rows * columns)
  for (let r = 0; r < rows; r++)
    for (let i = 0; i < inner; i++) {
      const factor = a[r * inner + i] as number
      for (let c = 0; c < columns; c++)
        out[r * columns + c] = (out[r * columns + c] as number) + factor * (b[i * columns + c] as number)
    }
  return out
}
