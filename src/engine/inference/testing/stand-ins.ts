import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ModelCard } from '../../../shared/model-card.ts'
import { type End, type Node, type Tensor, writeGraph, writeOnnx } from './onnx-writer.ts'

/** Networks drawn by hand, for tests: small, exact, with a known receptive field. */
export interface StandIn {
  readonly nodes: readonly Node[]
  readonly weights: readonly Tensor[]
  readonly scale: number
  readonly receptiveField: number
  /** Three and three when left out. */
  readonly channels?: { readonly input: number; readonly output: number }
  /** For graphs that are not from one picture to one. */
  readonly ends?: { readonly inputs: readonly End[]; readonly outputs: readonly End[] }
}

/** Enlarges by repeating pixels: a 1x1 convolution to `scale`^2 copies and a pixel shuffle. */
export function repeater(scale: number): StandIn {
  const outputs = 3 * scale * scale
  const data = new Float32Array(outputs * 3)
  for (let o = 0; o < outputs; o++) data[o * 3 + Math.floor(o / (scale * scale))] = 1
  return {
    nodes: [
      { type: 'Conv', inputs: ['input', 'w'], outputs: ['many'] },
      { type: 'DepthToSpace', inputs: ['many'], outputs: ['output'], attributes: { blocksize: scale, mode: 'CRD' } },
    ],
    weights: [{ name: 'w', dimensions: [outputs, 3, 1, 1], data }],
    scale,
    receptiveField: 0,
  }
}

/** A chain of 3x3 convolutions with fixed pseudo-random weights and ReLU, then a pixel shuffle: behaves like a real net. */
export function chain(scale: number, depth = 3, plane = { input: 3, output: 3 }): StandIn {
  const features = 8
  let state = 12345
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
  const nodes: Node[] = []
  const weights: Tensor[] = []
  let [from, channels] = ['input', plane.input]
  for (let layer = 0; layer < depth; layer++) {
    const out = layer === depth - 1 ? plane.output * scale * scale : features
    const data = Float32Array.from({ length: out * channels * 9 }, () => random() * 1.6 - 0.4)
    normalise(data, channels * 9)
    weights.push({ name: `w${layer}`, dimensions: [out, channels, 3, 3], data })
    nodes.push({
      type: 'Conv',
      inputs: [from, `w${layer}`],
      outputs: [`c${layer}`],
      attributes: { pads: [1, 1, 1, 1], kernel_shape: [3, 3] },
    })
    nodes.push({ type: 'Relu', inputs: [`c${layer}`], outputs: [`r${layer}`] })
    ;[from, channels] = [`r${layer}`, out]
  }
  nodes.push({
    type: 'DepthToSpace',
    inputs: [from],
    outputs: ['output'],
    attributes: { blocksize: scale, mode: 'CRD' },
  })
  return { nodes, weights, scale, receptiveField: depth, channels: plane }
}

/** Weights of one output add up to 1, so that light is kept: a network that did not keep it would be called insane. */
function normalise(weights: Float32Array, perOutput: number): void {
  for (let start = 0; start < weights.length; start += perOutput) {
    const own = weights.subarray(start, start + perOutput)
    const sum = own.reduce((total, weight) => total + weight, 0)
    own.forEach((weight, i) => {
      own[i] = weight / sum
    })
  }
}

/** Multiplies by a number: 0 gives a black picture, NaN what a broken driver gives. */
export function gain(factor: number): StandIn {
  return {
    nodes: [{ type: 'Mul', inputs: ['input', 'f'], outputs: ['output'] }],
    weights: [{ name: 'f', dimensions: [1], data: Float32Array.of(factor) }],
    scale: 1,
    receptiveField: 0,
  }
}

/** Writes `<folder>/<id>/model.onnx` and its card. @returns the card */
export function installStandIn(
  folder: string,
  id: string,
  standIn: StandIn,
  changes: Partial<ModelCard> = {},
): ModelCard {
  const { channels = { input: 3, output: 3 } } = standIn
  const { nodes, weights, ends } = standIn
  const bytes = ends ? writeGraph(nodes, weights, ends.inputs, ends.outputs) : writeOnnx(nodes, weights, channels)
  const plane = (count: number) => ({
    channels: count,
    range: [0, 1] as [number, number],
    colour: count === 1 ? ('gray' as const) : ('rgb' as const),
  })
  const card: ModelCard = {
    id,
    name: id,
    task: 'upscale',
    version: 1,
    architecture: 'drawn by hand for tests',
    parameters: 1,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    opset: 17,
    input: { name: 'input', ...plane(channels.input) },
    output: { name: 'output', ...plane(channels.output) },
    scale: standIn.scale,
    multiple: 1,
    receptiveField: standIn.receptiveField,
    gmacPerMegapixel: 1,
    licence: 'MIT',
    training: { data: [], steps: 0, hours: 0, seed: 0, command: '' },
    metrics: {},
    limits: [],
    goodFor: [],
    ...changes,
  }
  mkdirSync(join(folder, id), { recursive: true })
  writeFileSync(join(folder, id, 'model.onnx'), bytes)
  writeFileSync(join(folder, id, 'card.json'), JSON.stringify(card))
  return card
}

/** Stand-ins for every model the operations may ask for. */
export function installUpscalers(folder: string): void {
  for (const scale of [2, 3, 4]) installStandIn(folder, `upscale-clean-x${scale}`, repeater(scale))
}
