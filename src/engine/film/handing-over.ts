import { AppError } from '../../shared/errors.ts'
import type { CarriedFrames, Carrying } from './carried.ts'
import type { ShotOf } from './chain.ts'
import type { Piece } from './pieces.ts'
import type { Timeline } from './timeline.ts'

/** What steps that carry something from frame to frame hand over from one piece to the next. */
export class HandingOver {
  private readonly timeline: Pick<Timeline, 'originOf'>
  private readonly shotOf: ShotOf
  private readonly beyond: (place: number) => number

  /** @param beyond frames that all work after the step at a place looks at, on either side */
  constructor(timeline: Pick<Timeline, 'originOf'>, shotOf: ShotOf, beyond: (place: number) => number) {
    this.timeline = timeline
    this.shotOf = shotOf
    this.beyond = beyond
  }

  /**
   * What a step begins with, and what it is to leave.
   * @param pieces those that are to be made
   * @param bytes what was noted for the first of them
   * @throws AppError `internal` where nothing was noted and something is needed
   */
  of(place: number, pieces: readonly Piece[], bytes: Uint8Array | undefined): Carrying {
    const [first, ...rest] = pieces.map((piece) => this.before(place, piece))
    const wanted = new Set(rest.flatMap((index) => index ?? []))
    if (first === undefined) return { wanted }
    if (!bytes) throw new AppError('internal', 'The notes of an earlier attempt at this film are damaged.')
    return { wanted, from: { index: first, bytes } }
  }

  /** What all steps leave for a piece. */
  async over(piece: Piece, steps: ReadonlyMap<number, CarriedFrames>): Promise<ReadonlyMap<number, Uint8Array>> {
    const all = new Map<number, Uint8Array>()
    for (const [place, frames] of steps) {
      const index = this.before(place, piece)
      const bytes = index === undefined ? undefined : await frames.leftBy(index)
      if (bytes) all.set(place, bytes)
    }
    return all
  }

  /** The frame before the first one that a step makes for a piece; undefined where that one begins a shot. */
  private before(place: number, { first }: Piece): number | undefined {
    const { index } = this.timeline.originOf(first)
    const begin = index - this.beyond(place)
    return begin > this.shotOf(index).first ? begin - 1 : undefined
  }
}
