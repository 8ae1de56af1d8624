import type { ModelSession } from '../define.ts'

/** What lies further from a pixel decides nothing that can be seen, however far a network could look. */
const MOST = 64

/** Context that tiles of a network are given, in pixels. Measured: see test/golden. */
export const contextOf = ({ card }: ModelSession): number => Math.min(MOST, card.receptiveField)
