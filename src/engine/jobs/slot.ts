import type { JobRow } from '../catalog/job-statements.ts'
import { paceOfProgress } from './film-pace.ts'
import type { Running } from './lane.ts'
import { timeLeft } from './time-left.ts'
import type { Signal } from './worker-messages.ts'

/** What is to become of the job in the lane. `released`: the engine is closing, it waits again. */
export type Fate = 'run' | 'paused' | 'cancelled' | 'released'

/** The one job that is in the lane, frozen or running. */
export class Slot {
  readonly id: string
  readonly originalId: string
  readonly attempts: number
  fate: Fate = 'run'
  progress = 0
  stage: string | null = 'open'
  secondsLeft: number | null
  /** Of a film; undefined while it is only looked at. */
  framesPerSecond: number | undefined
  /** Of a film, from its first frame on. */
  readonly pace = paceOfProgress(() => this.active)
  /** When anything last came from the worker. */
  heard: number
  readonly #spentBefore: number
  readonly #guess: (fraction: number, elapsed: number) => number | null
  readonly #now: () => number
  #running: Running<unknown> | undefined
  #signal: Signal = 'go'
  #active = 0
  #since: number

  /** @param now milliseconds @param expected seconds */
  constructor(row: JobRow, expected: number | undefined, now: () => number) {
    this.id = row.id
    this.originalId = row.original_id
    this.attempts = row.attempts
    this.#spentBefore = row.seconds_spent
    this.#guess = timeLeft(expected)
    this.#now = now
    this.#since = now()
    this.heard = now()
    this.secondsLeft = this.#guess(0, 0)
  }

  /** Milliseconds of work, without the time it was frozen. */
  get active(): number {
    return this.#active + (this.#signal === 'freeze' ? 0 : this.#now() - this.#since)
  }

  /** Of all attempts. */
  get secondsSpent(): number {
    return this.#spentBefore + this.active / 1000
  }

  get frozen(): boolean {
    return this.#signal === 'freeze'
  }

  report(stage: string, fraction: number, framesPerSecond?: number): void {
    this.heard = this.#now()
    this.stage = stage
    this.framesPerSecond = framesPerSecond
    this.pace.saw({ fraction, framesPerSecond })
    this.progress = Math.max(this.progress, Math.min(1, fraction))
    this.secondsLeft = this.#guess(this.progress, this.active / 1000)
  }

  hold(running: Running<unknown>): void {
    this.#running = running
    running.steer(this.#signal)
  }

  steer(signal: Signal): void {
    if (signal === this.#signal) return
    this.#active = this.active
    this.#since = this.#now()
    this.heard = this.#now()
    this.#signal = signal
    this.#running?.steer(signal)
  }
}
