import type { ModelCard } from '../../shared/model-card.ts'
import { blockPrelu } from './onnx/blocked-prelu.ts'
import { type Graph, readGraph } from './onnx/graph.ts'
import { receptiveField } from './onnx/receptive-field.ts'
import type { Provider } from './providers.ts'

/** A graph as the runtime gets it, and what was read off it. */
export interface PreparedModel {
  readonly bytes: Uint8Array
  /** The card, with the context that tiles need counted off the graph where that is possible. */
  readonly card: ModelCard
}

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
  if (!graph) return { bytes, card }
  const field = receptiveField(graph)
  const rewritten = provider === 'cpu' && arch === 'x64' ? blockPrelu(graph) : undefined
  return {
    bytes: rewritten ?? bytes,
    card: field === undefined ? card : { ...card, receptiveField: field },
  }
}

/** A file that cannot be read here is left to ONNX Runtime, which says what is wrong with it. */
function graphOf(bytes: Uint8Array): Graph | undefined {
  try {
    return readGraph(bytes)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}
