import type { FrameResult } from '../../operations/define.ts'
import type { Raster } from '../../shared/image/raster.ts'
import type { Frames, ShotOf } from './chain.ts'

/** Where a step that carries something begins, and what it is to leave for later work. */
export interface Carrying {
  /** The frame whose bytes are known from earlier work, and these. */
  readonly from?: { readonly index: number; readonly bytes: Uint8Array } | undefined
  /** Frames whose bytes will be asked for. */
  readonly wanted: ReadonlySet<number>
}

/**
 * Frames each of which leaves something for the next one. They are made one after the other, each once, from the
 * beginning of a shot or from where earlier work ended, those too that nobody asks for.
 */
export class CarriedFrames implements Frames {
  private readonly make: (index: number, carried: Uint8Array | undefined) => Promise<FrameResult>
  private readonly shotOf: ShotOf
  private readonly wanted: ReadonlySet<number>
  private readonly count: number
  private last: number
  private left: Uint8Array | undefined
  private readonly made = new Map<number, Raster>()
  private readonly kept = new Map<number, Uint8Array | undefined>()

  /** @param count of frames that may be asked for again */
  constructor(make: CarriedFrames['make'], shotOf: ShotOf, carrying: Carrying, count: number) {
    this.make = make
    this.shotOf = shotOf
    this.wanted = carrying.wanted
    this.count = count
    this.last = carrying.from?.index ?? -1
    this.left = carrying.from?.bytes
  }

  async get(index: number): Promise<Raster> {
    await this.advance(index)
    const found = this.made.get(index)
    if (!found) throw new RangeError(`frame ${index} was let go`)
    return found
  }

  /** What a wanted frame left. */
  async leftBy(index: number): Promise<Uint8Array | undefined> {
    await this.advance(index)
    const bytes = this.kept.get(index)
    this.kept.delete(index)
    return bytes
  }

  private async advance(index: number): Promise<void> {
    const { first } = this.shotOf(index)
    for (let next = Math.max(this.last + 1, first); next <= index; next++) {
      const { image, carried } = await this.make(next, next === first ? undefined : this.left)
      this.last = next
      this.left = carried
      if (this.wanted.has(next)) this.kept.set(next, carried)
      this.made.set(next, image)
      for (const old of this.made.keys()) if (old <= next - this.count) this.made.delete(old)
    }
  }
}
