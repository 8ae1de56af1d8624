import { bytesOf, elementTypes, type OnnxAttribute, type OnnxGraph, type OnnxNode, type OnnxTensor } from './graph.ts'
import { floatTensor } from './write.ts'

export interface Weight {
  readonly shape: readonly number[]
  readonly data: Float32Array
}

export type Side = { readonly before: number; readonly after: number }
export interface ConvolutionOptions {
  readonly pad?: number
  readonly stride?: number
  readonly dilation?: number
  readonly groups?: number
}

/** Opset of the graphs we write. */
export const OPSET = 17

type Attributes = Readonly<Record<string, number | string | readonly number[] | { readonly float: number }>>

function attributeOf(value: Attributes[string]): OnnxAttribute {
  if (typeof value === 'number') return { int: value }
  if (typeof value === 'string') return { text: value }
  return 'float' in value ? { float: value.float } : { ints: value }
}

/**
 * Writes a network down layer by layer. Every method takes names of pictures and returns the name of a new one; the
 * first is `input`, and `finish` calls the last `output`.
 */
export class GraphBuilder {
  readonly #nodes: OnnxNode[] = []
  readonly #weights = new Map<string, OnnxTensor>()

  conv(from: string, weight: Weight, bias: Weight | undefined, options: ConvolutionOptions = {}): string {
    const { pad = 0, stride = 1, dilation = 1, groups = 1 } = options
    const [high = 1, wide = 1] = weight.shape.slice(2)
    return this.add('Conv', [from, this.#keep(weight), ...(bias ? [this.#keep(bias)] : [])], {
      kernel_shape: [high, wide],
      pads: [pad, pad, pad, pad],
      strides: [stride, stride],
      dilations: [dilation, dilation],
      group: groups,
    })
  }

  /** `weight` is [in, out, height, width]. */
  deconv(from: string, weight: Weight, bias: Weight | undefined, { pad = 0, stride = 1 }: ConvolutionOptions): string {
    const [high = 1, wide = 1] = weight.shape.slice(2)
    return this.add('ConvTranspose', [from, this.#keep(weight), ...(bias ? [this.#keep(bias)] : [])], {
      kernel_shape: [high, wide],
      pads: [pad, pad, pad, pad],
      strides: [stride, stride],
    })
  }

  /** One slope for every channel: x where it is positive, slope * x elsewhere. */
  prelu(from: string, slopes: Weight): string {
    return this.add('PRelu', [from, this.#keep({ shape: [slopes.data.length, 1, 1], data: slopes.data })])
  }

  leakyRelu(from: string, slope: number): string {
    return slope === 0 ? this.add('Relu', [from]) : this.add('LeakyRelu', [from], { alpha: { float: slope } })
  }

  scale(from: string, factor: number): string {
    return this.add('Mul', [from, this.constant(factor)])
  }

  constant(...values: readonly number[]): string {
    return this.#keep({ shape: values.length === 1 ? [] : [values.length], data: Float32Array.from(values) })
  }

  /** One value for every channel, to be added to or taken off a picture. */
  channels(values: readonly number[]): string {
    return this.#keep({ shape: [values.length, 1, 1], data: Float32Array.from(values) })
  }

  sum(a: string, b: string): string {
    return this.add('Add', [a, b])
  }

  concat(...parts: readonly string[]): string {
    return this.add('Concat', parts, { axis: 1 })
  }

  /** In PyTorch's order of channels: colour, then row, then column. */
  pixelShuffle(from: string, factor: number): string {
    return factor === 1 ? from : this.add('DepthToSpace', [from], { blocksize: factor, mode: 'CRD' })
  }

  /** Blocks to channels in ONNX's order: row, then column, then colour. PyTorch has the colour first. */
  spaceToDepth(from: string, factor: number): string {
    return factor === 1 ? from : this.add('SpaceToDepth', [from], { blocksize: factor })
  }

  nearest(from: string, factor: number): string {
    if (factor === 1) return from
    return this.#resize(from, factor, {
      mode: 'nearest',
      coordinate_transformation_mode: 'asymmetric',
      nearest_mode: 'floor',
    })
  }

  bilinear(from: string, factor: number): string {
    return this.#resize(from, factor, { mode: 'linear', coordinate_transformation_mode: 'half_pixel' })
  }

  /** Keys' cubic with a = -0.75, without antialiasing, as PyTorch and ncnn have it. */
  bicubic(from: string, factor: number): string {
    return this.#resize(from, factor, {
      mode: 'cubic',
      coordinate_transformation_mode: 'half_pixel',
      cubic_coeff_a: { float: -0.75 },
    })
  }

  /** Repeats the border. */
  padEdge(from: string, { before, after }: Side): string {
    const pads = this.#integers([0, 0, before, before, 0, 0, after, after])
    return this.add('Pad', [from, pads], { mode: 'edge' })
  }

  add(type: string, inputs: readonly string[], attributes: Attributes = {}): string {
    const output = `v${this.#nodes.length}`
    const entries = Object.entries(attributes).map(([name, value]): [string, OnnxAttribute] => [
      name,
      attributeOf(value),
    ])
    this.#nodes.push({ type, domain: '', inputs, outputs: [output], attributes: new Map(entries) })
    return output
  }

  /** @param last picture that becomes the output, of three channels like the input */
  finish(last: string): OnnxGraph {
    this.add('Identity', [last])
    const end = this.#nodes.pop() as OnnxNode
    this.#nodes.push({ ...end, outputs: ['output'] })
    return {
      opset: OPSET,
      nodes: this.#nodes,
      weights: this.#weights,
      inputs: [{ name: 'input', type: elementTypes.float, axes: ['batch', 3, 'height', 'width'] }],
      outputs: [{ name: 'output', type: elementTypes.float, axes: ['batch', 3, 'output_height', 'output_width'] }],
      foreign: [],
      external: [],
    }
  }

  #resize(from: string, factor: number, attributes: Attributes): string {
    return this.add('Resize', [from, '', this.constant(1, 1, factor, factor)], attributes)
  }

  #keep({ shape, data }: Weight): string {
    const name = `w${this.#weights.size}`
    this.#weights.set(name, floatTensor(name, shape, data))
    return name
  }

  #integers(values: readonly number[]): string {
    const name = `w${this.#weights.size}`
    const data = bytesOf(BigInt64Array.from(values, BigInt))
    this.#weights.set(name, { name, dimensions: [values.length], type: elementTypes.int64, data })
    return name
  }
}
