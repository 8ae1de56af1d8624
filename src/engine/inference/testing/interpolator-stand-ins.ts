import type { Node, Tensor } from './onnx-writer.ts'
import type { StandIn } from './stand-ins.ts'

/** A 1x1 convolution that gives sums of input planes: for every output the planes and what they are multiplied by. */
function sums(name: string, inputs: number, outputs: readonly (readonly [plane: number, factor: number])[][]) {
  const data = new Float32Array(outputs.length * inputs)
  for (const [o, terms] of outputs.entries()) for (const [plane, factor] of terms) data[o * inputs + plane] = factor
  const weight: Tensor = { name: `w-${name}`, dimensions: [outputs.length, inputs, 1, 1], data }
  return { weight, node: (from: string): Node => ({ type: 'Conv', inputs: [from, weight.name], outputs: [name] }) }
}

/** Keeps to the contract of the built-in network and betters nothing: the motion it was given, the moment as share. */
export function lazyRefiner(): StandIn {
  const pass = sums('output', 11, [[[6, 1]], [[7, 1]], [[8, 1]], [[9, 1]], [[10, 1]], [], [], []])
  return {
    nodes: [pass.node('input')],
    weights: [pass.weight],
    scale: 1,
    receptiveField: 0,
    channels: { input: 11, output: 8 },
  }
}

/** In the form of a published RIFE: blends both frames by the moment. Insists on sides that are multiples of `multiple`. */
export function blender(planes: 7 | 8 | 11, multiple = 32): StandIn {
  const first = sums('first', planes, [[[0, 1]], [[1, 1]], [[2, 1]]])
  const change = sums('change', planes, [
    [
      [3, 1],
      [0, -1],
    ],
    [
      [4, 1],
      [1, -1],
    ],
    [
      [5, 1],
      [2, -1],
    ],
  ])
  const moment = sums('moment', planes, [[[6, 1]], [[6, 1]], [[6, 1]]])
  const blocks = { blocksize: multiple }
  return {
    nodes: [
      { type: 'SpaceToDepth', inputs: ['input'], outputs: ['blocks'], attributes: blocks },
      { type: 'DepthToSpace', inputs: ['blocks'], outputs: ['whole'], attributes: { ...blocks, mode: 'DCR' } },
      first.node('whole'),
      change.node('whole'),
      moment.node('whole'),
      { type: 'Mul', inputs: ['change', 'moment'], outputs: ['part'] },
      { type: 'Add', inputs: ['first', 'part'], outputs: ['output'] },
    ],
    weights: [first.weight, change.weight, moment.weight],
    scale: 1,
    receptiveField: 0,
    channels: { input: planes, output: 3 },
  }
}
