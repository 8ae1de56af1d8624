import type { OnnxGraph } from './graph.ts'
import { planesOf } from './shape.ts'

const FLOAT_BYTES = 4
/** Copies into the blocked layout and what the allocator rounds up to: seen as 1.2 to 1.5 times the tensors alone. */
const RUNTIME_FACTOR = 1.5
/** Of the tile and of its result: the planes, the interleaved samples, and one of them on its way. */
const COPIES = 3

/** Bytes that a run takes at most, per pixel of its tile: the tensors alive at one time, and their copies around it. */
export function workingBytes(graph: OnnxGraph): number {
  const { planes } = planesOf(graph)
  const bytes = (name: string): number => {
    const plane = planes.get(name)
    return plane ? plane.channels * plane.scale ** 2 * FLOAT_BYTES : 0
  }
  const [input = '', output = ''] = [graph.inputs[0]?.name, graph.outputs[0]?.name]
  const lastUse = new Map<string, number>()
  for (const [index, { inputs }] of graph.nodes.entries()) for (const name of inputs) lastUse.set(name, index)
  let [live, most] = [bytes(input), 0]
  for (const [index, { inputs, outputs }] of graph.nodes.entries()) {
    for (const name of outputs) live += bytes(name)
    most = Math.max(most, live)
    for (const name of new Set(inputs)) if (lastUse.get(name) === index) live -= bytes(name)
  }
  return most * RUNTIME_FACTOR + (bytes(input) + bytes(output)) * COPIES
}
