import type { ModelCard } from '../../shared/model-card.ts'
import type { OnnxGraph } from '../onnx/graph.ts'
import { receptiveField } from '../onnx/reach.ts'
import { readModel } from '../onnx/read.ts'
import { geometryOf } from '../onnx/shape.ts'
import { UnreadableGraph } from '../onnx/unreadable.ts'
import { workingBytes } from '../onnx/working-memory.ts'
import { blockPrelu } from './blocked-prelu.ts'
import type { Provider } from './providers.ts'

/** A graph as the runtime gets it, and what was read off it. */
export interface PreparedModel {
  readonly bytes: Uint8Array
  /** The card, with the context that tiles need counted off the graph where that is possible. */
  readonly card: ModelCard
  /** What a run takes, per pixel of the tile. */
  readonly bytesPerPixel: number
}

/** Where the graph cannot be read: 64 channels of floats in and out of a layer, and their copies. */
const USUAL_BYTES = 64 * 4 * 3

/**
 * @param bytes of the file, verified
 * @param arch the blocked layout is what ONNX Runtime uses on x64; elsewhere the rewriting would only add work
 */
export function prepareModel(
  bytes: Uint8Array,
  card: ModelCard,
  provider: Provider,
  arch: NodeJS.Architecture = process.arch,
): PreparedModel {
  const graph = graphOf(bytes)
  if (!graph) return { bytes, card, bytesPerPixel: USUAL_BYTES }
  const geometry = geometryOf(graph)
  const field = geometry && receptiveField(graph, geometry.scale, geometry.multiple)
  const rewritten = provider === 'cpu' && arch === 'x64' ? blockPrelu(bytes, graph) : undefined
  return {
    bytes: rewritten ?? bytes,
    card: field === undefined ? card : { ...card, receptiveField: field },
    bytesPerPixel: workingBytes(graph),
  }
}

/** A file that cannot be read here is left to ONNX Runtime, which says what is wrong with it. */
function graphOf(bytes: Uint8Array): OnnxGraph | undefined {
  try {
    return readModel(bytes)
  } catch (error) {
    if (error instanceof UnreadableGraph) return undefined
    throw error
  }
}
