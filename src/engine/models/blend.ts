import { AppError } from '../../shared/errors.ts'
import { bytesOf, elementTypes, type OnnxGraph, type OnnxTensor } from './onnx/graph.ts'
import { readModel } from './onnx/read.ts'
import { writeModel } from './onnx/write.ts'

/** Two models mixed: `share` of the first, the rest of the second. */
export interface Blend {
  readonly first: string
  readonly second: string
  readonly share: number
}

/**
 * The id under which a `ModelStore` knows a mix of two models, to be used like that of any model.
 * @param share 0..1 of the first; at 1 and 0 it is the id of one of them
 */
export function blendId(first: string, second: string, share: number): string {
  if (share >= 1) return first
  return share <= 0 ? second : `${first}~${second}~${Number(share.toFixed(4))}`
}

export function parseBlend(id: string): Blend | undefined {
  const [, first = '', second = '', share = ''] = /^([^~]+)~([^~]+)~(0\.\d+)$/.exec(id) ?? []
  return first === '' ? undefined : { first, second, share: Number(share) }
}

/**
 * Mixes the weights of two models of one shape: `share * first + (1 - share) * second`, number by number. This is the
 * “denoise strength” of Real-ESRGAN, where the first is `realesr-general-x4v3` and the second its weak-denoise twin.
 * @param share 0..1; at 1 and 0 one of the two comes back as it is
 * @returns a model file
 * @throws AppError `invalid-input` when the two are not of one shape
 */
export function blendModels(first: Uint8Array, second: Uint8Array, share: number): Uint8Array {
  if (share >= 1) return first
  if (share <= 0) return second
  const [a, b] = [readModel(first, 'first model'), readModel(second, 'second model')]
  const nodes = layersOf(a)
  const partners = pairs(nodes, a, layersOf(b), b)
  const weights = new Map<string, OnnxTensor>()
  for (const [name, tensor] of a.weights) {
    const partner = partners.get(name)
    if (partner) weights.set(name, mixed(tensor, partner, share))
  }
  return writeModel({ ...a, nodes, weights })
}

const unlike = () => new AppError('invalid-input', 'These two models are not of one shape and cannot be mixed.')

/** `Constant` layers are written as weights. */
const layersOf = ({ nodes }: OnnxGraph) => nodes.filter(({ type }) => type !== 'Constant')

type Layers = OnnxGraph['nodes']

/** Weights of the first by name -> their counterpart in the second: names differ between exports, order does not. */
function pairs(layers: Layers, a: OnnxGraph, others: Layers, b: OnnxGraph): Map<string, OnnxTensor> {
  const partners = new Map<string, OnnxTensor>()
  if (layers.length !== others.length) throw unlike()
  for (const [i, layer] of layers.entries()) {
    const other = others[i]
    if (!other || other.type !== layer.type || other.inputs.length !== layer.inputs.length) throw unlike()
    // Weights stored in 16 bits behind a cast, or kept inside a layer, would have to be written anew.
    if (layer.type === 'Cast' || [...layer.attributes.values()].some(({ tensor, floats }) => tensor ?? floats))
      throw unlike()
    for (const [at, name] of layer.inputs.entries()) {
      const [mine, its] = [a.weights.get(name), b.weights.get(other.inputs[at] ?? '')]
      if (Boolean(mine) !== Boolean(its)) throw unlike()
      if (mine && its) partners.set(name, its)
    }
  }
  return partners
}

function mixed(mine: OnnxTensor, its: OnnxTensor, share: number): OnnxTensor {
  if (mine.type !== its.type || mine.data.length !== its.data.length) throw unlike()
  if (mine.dimensions.some((size, axis) => size !== its.dimensions[axis])) throw unlike()
  // Sizes and factors are the same in both; as numbers they might be off by the last bit.
  if (Buffer.compare(mine.data, its.data) === 0) return mine
  if (mine.type !== elementTypes.float) throw unlike()
  const [x, y] = [floats(mine), floats(its)]
  const data = x.map((value, i) => share * value + (1 - share) * (y[i] as number))
  return { ...mine, data: bytesOf(data) }
}

/** Copied, because a view may not lie on a multiple of four. */
const floats = ({ data }: OnnxTensor): Float32Array => new Float32Array(Uint8Array.from(data).buffer)
