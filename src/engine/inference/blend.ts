import { type FloatTensor, floatsIn } from '../onnx/graph.ts'
import { readModel } from '../onnx/read.ts'
import { rewriteModel } from '../onnx/rewrite.ts'

/**
 * The model `first` with `part` of the weights of `second` in place of as much of its own: how Real-ESRGAN sets the
 * strength of denoising. Weights are matched by their place in the graph, not by name. At part 0 and 1 they are exactly
 * those of one network.
 * @returns undefined when the graphs are not of one shape
 * @throws UnreadableGraph
 */
export function blendModels(bytes: Uint8Array, others: Uint8Array, part: number): Uint8Array | undefined {
  const [first, second] = [readModel(bytes), readModel(others)]
  if (first.nodes.length !== second.nodes.length) return undefined
  const weights = new Map<string, FloatTensor>()
  for (const [i, node] of first.nodes.entries()) {
    const other = second.nodes[i]
    if (other?.type !== node.type || other.inputs.length !== node.inputs.length) return undefined
    if (!TRAINED.has(node.type)) continue
    for (const [k, name] of node.inputs.entries()) {
      const [mine, theirs] = [floatsIn(first, name), floatsIn(second, other.inputs[k] ?? '')]
      if (!mine && !theirs) continue
      if (!mine || !theirs || mine.data.length !== theirs.data.length) return undefined
      weights.set(name, { dimensions: mine.dimensions, data: mix(mine.data, theirs.data, part) })
    }
  }
  return rewriteModel(bytes, first.nodes, weights)
}

/** Nodes whose constants are learned; those of others (sizes, bounds) stay. */
const TRAINED = new Set(['Conv', 'ConvTranspose', 'PRelu', 'BatchNormalization', 'Gemm', 'MatMul'])

const mix = (mine: Float32Array, theirs: Float32Array, part: number): Float32Array =>
  mine.map((value, i) => value * (1 - part) + (theirs[i] as number) * part)
