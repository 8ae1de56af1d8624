import { GraphBuilder } from '../../onnx/builder.ts'
import type { OnnxGraph } from '../../onnx/graph.ts'
import { refuse } from '../refusal.ts'
import { NcnnBin } from './ncnn-bin.ts'
import { borderOf } from './ncnn-border.ts'
import { type NcnnLayer, readParam } from './ncnn-param.ts'

interface Names {
  readonly param: string
  readonly bin: string
}

interface Picture {
  readonly name: string
  readonly channels: number
}

interface Build {
  readonly graph: GraphBuilder
  readonly bin: NcnnBin
  /** Of the `.param`, for refusals. */
  readonly name: string
  readonly input: string
}

/**
 * Turns an ncnn network into an ONNX graph, layer by layer.
 * @throws AppError `model-refused`: a layer that is not known is named
 */
export function readNcnn(param: string, bin: Uint8Array, names: Names): { graph: OnnxGraph; architecture: string } {
  const layers = readParam(param, names.param)
  const graph = new GraphBuilder()
  const border = borderOf(layers)
  const input = border > 0 ? graph.padEdge('input', { before: border, after: border }) : 'input'
  const build: Build = { graph, bin: new NcnnBin(bin, names.bin), name: names.param, input }
  const pictures = new Map<string, Picture>()
  let last: Picture | undefined
  for (const layer of layers) {
    last = addLayer(
      build,
      layer,
      layer.inputs.map((name) => pictures.get(name)),
    )
    for (const output of layer.outputs) pictures.set(output, last)
  }
  build.bin.end()
  if (last?.channels !== 3) throw refuse(names.param, 'wrong-contract', 'does not end in an RGB picture.')
  const convolutions = layers.filter(({ type }) => /^(De)?[Cc]onvolution$/.test(type)).length
  return { graph: graph.finish(last.name), architecture: `ncnn graph with ${convolutions} convolutions` }
}

type Make = (build: Build, layer: NcnnLayer, from: Picture, others: readonly Picture[]) => Picture

function addLayer(build: Build, layer: NcnnLayer, inputs: readonly (Picture | undefined)[]): Picture {
  if (layer.type === 'Input') return { name: build.input, channels: 3 }
  const known = inputs.filter((picture) => picture !== undefined)
  const [first, ...others] = known
  if (!first || known.length !== inputs.length) throw refuse(build.name, 'corrupt', 'is damaged: a layer has no input.')
  const make = makers[layer.type]
  if (make) return make(build, layer, first, others)
  throw refuse(build.name, 'unsupported-variant', `has a layer that is not supported (${layer.type}).`, layer.type)
}

const makers: Readonly<Record<string, Make>> = {
  Split: (_build, _layer, from) => from,
  Noop: (_build, _layer, from) => from,
  Convolution: convolution,
  Deconvolution: deconvolution,
  PReLU: ({ graph, bin }, layer, from) => {
    const data = bin.plain(layer.number(0, 0))
    const slopes = data.length === 1 ? new Float32Array(from.channels).fill(data[0] as number) : data
    return { ...from, name: graph.prelu(from.name, { shape: [slopes.length], data: slopes }) }
  },
  ReLU: ({ graph }, layer, from) => ({ ...from, name: graph.leakyRelu(from.name, layer.number(0, 0)) }),
  Sigmoid: ({ graph }, _layer, from) => ({ ...from, name: graph.add('Sigmoid', [from.name]) }),
  PixelShuffle: ({ graph, name }, layer, from) => {
    const factor = layer.number(0, 1)
    if (layer.number(1, 0) !== 0) throw unsupported(name, 'PixelShuffle')
    return { name: graph.pixelShuffle(from.name, factor), channels: from.channels / factor ** 2 }
  },
  Interp: interpolation,
  BinaryOp: binary,
  Eltwise: eltwise,
  Concat: ({ graph, name }, layer, from, others) => {
    if (layer.number(0, 0) !== 0) throw unsupported(name, 'Concat')
    const parts = [from, ...others]
    const channels = parts.reduce((sum, part) => sum + part.channels, 0)
    return { name: graph.concat(...parts.map((part) => part.name)), channels }
  },
}

const unsupported = (name: string, layer: string) =>
  refuse(name, 'unsupported-variant', `has a layer of a kind that is not supported (${layer}).`, layer)

/** Sizes of a square convolution with the same stride, dilation and padding on all sides. */
function kernelOf({ name }: Build, layer: NcnnLayer, inputs: number) {
  const [outputs, size, pad, stride, dilation] = [0, 1, 4, 3, 2].map((key) =>
    layer.number(key, key > 1 && key < 4 ? 1 : 0),
  ) as [number, number, number, number, number]
  const even = [
    [11, size],
    [14, pad],
    [15, pad],
    [16, pad],
    [13, stride],
    [12, dilation],
    [7, 1],
    [8, 0],
    [18, 0],
    [19, 0],
  ]
  const odd = even.some(([key, value]) => layer.number(key as number, value as number) !== value)
  if (odd || pad < 0 || layer.number(6, 0) !== outputs * inputs * size * size) throw unsupported(name, layer.type)
  return { outputs, size, pad, stride, dilation, hasBias: layer.number(5, 0) === 1 }
}

function convolution(build: Build, layer: NcnnLayer, from: Picture): Picture {
  const { graph, bin } = build
  const { outputs, size, hasBias, ...options } = kernelOf(build, layer, from.channels)
  const shape = [outputs, from.channels, size, size]
  const weight = { shape, data: bin.tagged(shape) }
  const bias = hasBias ? { shape: [outputs], data: bin.plain(outputs) } : undefined
  return { name: activated(build, layer, graph.conv(from.name, weight, bias, options)), channels: outputs }
}

/** ncnn keeps these weights by output, ONNX by input. */
function deconvolution(build: Build, layer: NcnnLayer, from: Picture): Picture {
  const { graph, bin } = build
  const { outputs, size, hasBias, dilation, ...options } = kernelOf(build, layer, from.channels)
  if (dilation !== 1) throw unsupported(build.name, layer.type)
  const stored = bin.tagged([outputs, from.channels, size, size])
  const [data, area] = [new Float32Array(stored.length), size * size]
  for (let o = 0; o < outputs; o++)
    for (let i = 0; i < from.channels; i++) {
      const at = (o * from.channels + i) * area
      data.set(stored.subarray(at, at + area), (i * outputs + o) * area)
    }
  const bias = hasBias ? { shape: [outputs], data: bin.plain(outputs) } : undefined
  const weight = { shape: [from.channels, outputs, size, size], data }
  return { name: activated(build, layer, graph.deconv(from.name, weight, bias, options)), channels: outputs }
}

/** The activation that ncnn folds into a convolution. */
function activated({ graph, name }: Build, layer: NcnnLayer, from: string): string {
  const kind = layer.number(9, 0)
  const [slope = 0] = layer.list(10)
  if (kind === 0) return from
  if (kind === 1) return graph.leakyRelu(from, 0)
  if (kind === 2) return graph.leakyRelu(from, slope)
  if (kind === 4) return graph.add('Sigmoid', [from])
  throw unsupported(name, `${layer.type} with activation ${kind}`)
}

function interpolation({ graph, name }: Build, layer: NcnnLayer, from: Picture): Picture {
  const [mode, vertical, horizontal] = [layer.number(0, 0), layer.number(1, 1), layer.number(2, 1)]
  const fixed = layer.number(3, 0) !== 0 || layer.number(4, 0) !== 0 || layer.number(6, 0) !== 0
  if (fixed || vertical !== horizontal || vertical <= 0) throw unsupported(name, 'Interp')
  if (mode === 1) return { ...from, name: graph.nearest(from.name, vertical) }
  if (mode === 2) return { ...from, name: graph.bilinear(from.name, vertical) }
  if (mode === 3) return { ...from, name: graph.bicubic(from.name, vertical) }
  throw unsupported(name, 'Interp')
}

const OPERATIONS = ['Add', 'Sub', 'Mul', 'Div'] as const

function binary({ graph, name }: Build, layer: NcnnLayer, from: Picture, [other]: readonly Picture[]): Picture {
  const operation = OPERATIONS[layer.number(0, 0)]
  if (!operation) throw unsupported(name, 'BinaryOp')
  const second = layer.number(1, 0) === 1 ? graph.constant(layer.number(2, 0)) : other?.name
  if (second === undefined) throw refuse(name, 'corrupt', 'is damaged: a layer has no input.')
  return { ...from, name: graph.add(operation, [from.name, second]) }
}

/** A sum, of which each part may have a factor. */
function eltwise({ graph, name }: Build, layer: NcnnLayer, from: Picture, others: readonly Picture[]): Picture {
  if (layer.number(0, 0) !== 1) throw unsupported(name, 'Eltwise')
  const factors = layer.list(1)
  const parts = [from, ...others].map((part, i) => {
    const factor = factors[i] ?? 1
    return factor === 1 ? part.name : graph.scale(part.name, factor)
  })
  return { ...from, name: parts.reduce((sum, part) => graph.sum(sum, part)) }
}
