import type { Graph } from './graph.ts'
import { sightsOf } from './sights.ts'

/**
 * Radius in input pixels around an output pixel beyond which the network sees nothing, read off its graph: the context
 * at which a tile equals the whole picture.
 * @returns undefined when the graph holds a node that is not understood, or one that sees everything
 */
export function receptiveField(graph: Graph): number | undefined {
  const radius = sightsOf(graph).get(graph.output)?.radius
  return radius !== undefined && Number.isFinite(radius) ? Math.max(0, Math.ceil(radius - 1e-9)) : undefined
}
