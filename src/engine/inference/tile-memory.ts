import { availableMemory } from 'node:process'
import type { TileNeeds } from '../../shared/image/tile.ts'

/** Part of the memory that is free now that one tile may take: the picture, its result and others need some, too. */
const SHARE = 0.25
/** A larger tile than this saves no work worth having. */
const MOST_BYTES = 768 << 20
/** What a tile of an operation without a network takes: floats of itself, of its result and of something between. */
const CLASSICAL_BYTES = 96
/** About 192 x 192: below it context is most of the work. */
const LEAST_AREA = 192 * 192

/**
 * Pixels a tile may have, context included, for the memory this computer has free.
 * @param free bytes; what the system tells when left out
 */
export function tileArea({ bytesPerPixel = CLASSICAL_BYTES }: TileNeeds, free: number = availableMemory()): number {
  const budget = Math.min(MOST_BYTES, free * SHARE)
  return Math.max(LEAST_AREA, Math.floor(budget / bytesPerPixel))
}
