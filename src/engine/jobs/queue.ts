import type { Job } from '../../shared/entities.ts'
import { AppError } from '../../shared/errors.ts'
import type { Wish } from '../../shared/recipe.ts'
import type { Catalog } from '../catalog/catalog.ts'
import { jobRequest } from '../catalog/job-request.ts'
import type { JobRow } from '../catalog/job-statements.ts'
import { explain } from '../catalog/sqlite-errors.ts'
import type { RestoreReport } from '../pipeline/restore-file.ts'
import type { Estimator } from './estimate.ts'
import { createFeed, type Feed, type JobsSnapshot } from './feed.ts'
import type { Lane, LaneProgress } from './lane.ts'
import { settleFailure } from './outcome.ts'
import { createPresenter, type Presenter } from './present.ts'
import { queueState } from './queue-state.ts'
import { commitJob, dropEmptyMap, prepareTask } from './restore-job.ts'
import { anotherWay, type RetryWay } from './retry-way.ts'
import { Slot } from './slot.ts'
import type { WorkerSettings } from './worker-messages.ts'

/** How often progress is written down; it is told much more often. */
const WRITE_EVERY_MS = 2000
/** A worker that says nothing for so long, or for ten times the whole job, hangs. */
const LEAST_PATIENCE_MS = 180_000
const PATIENCE_FACTOR = 10

export interface QueueDeps {
  readonly catalog: Catalog
  readonly lane: Lane
  readonly estimator: Estimator
  readonly settings: () => WorkerSettings
  readonly engineVersion: string
  readonly log: (error: unknown) => void
  /** A network that hangs can only be ended together with its process. */
  readonly onStuck: (stage: string) => void
  /** Milliseconds of a steady clock. */
  readonly now?: () => number
  /** How often it is looked whether the worker hangs. */
  readonly watchEveryMs?: number
}

/** Restorations that are to be made. SQLite holds the truth; here is only what runs this moment. One at a time. */
export class Queue {
  readonly #deps: QueueDeps
  readonly #catalog: Catalog
  readonly #feed: Feed
  readonly #state: ReturnType<typeof queueState>
  readonly #now: () => number
  #slot: Slot | undefined
  /** Settles when the lane is free. */
  #working: Promise<void> = Promise.resolve()
  #closing = false
  /** Paused because nothing can be written; in memory, because that cannot be written either. */
  #held = false
  #written = 0
  readonly #presenter: Presenter
  readonly #watchdog: NodeJS.Timeout

  constructor(deps: QueueDeps) {
    this.#deps = deps
    this.#catalog = deps.catalog
    this.#state = queueState(deps.catalog.db)
    this.#presenter = createPresenter(deps.catalog, deps.estimator)
    this.#now = deps.now ?? (() => performance.now())
    this.#feed = createFeed({
      paused: () => this.#lanePaused(),
      job: (id) => this.#present(this.#catalog.jobs.find(id)),
      unfinished: () => this.#catalog.jobs.unfinished().map((row) => row.id),
    })
    this.#watchdog = setInterval(() => this.#checkStuck(), deps.watchEveryMs ?? 10_000).unref()
  }

  /** Begins with what waits. Everything before is healing (`heal.ts`). */
  start(): void {
    this.#next()
  }

  /** @returns ids of the new jobs, in order. @throws AppError when the recipe cannot run or a picture is gone */
  restore(originalIds: readonly string[], wish: Wish, priority: number, parentId: string | null = null): string[] {
    const kinds = new Set(originalIds.map((id) => this.#catalog.originals.find(id)?.kind ?? 'image'))
    if (kinds.has('image')) this.#deps.estimator.seconds(wish, { width: 1, height: 1 })
    if (kinds.has('video')) this.#deps.estimator.checkFilm(wish)
    const ids = this.#catalog.jobs.insert(originalIds, wish, priority, { parentId })
    this.#changed(ids)
    return ids
  }

  list(): JobsSnapshot {
    const jobs = this.#catalog.jobs.list().flatMap((row) => this.#present(row) ?? [])
    return { paused: this.#lanePaused(), jobs }
  }

  watch(listener: (snapshot: JobsSnapshot) => void): () => void {
    return this.#feed.watch(listener)
  }

  /** With ids, these; without, the whole queue. What runs is kept in memory where it can be, and goes on from there. */
  pause(ids?: readonly string[]): void {
    if (!ids) this.#state.setPaused(true)
    for (const row of this.#rows(ids, ['waiting', 'running'])) {
      this.#catalog.jobs.setState(row.id, 'paused')
      if (this.#slot?.id === row.id) this.#slot.fate = 'paused'
    }
    this.#changed(ids ?? this.#slotId())
  }

  resume(ids?: readonly string[]): void {
    if (!ids) this.#resumeAll()
    for (const row of this.#rows(ids, ['paused'])) {
      const held = this.#slot?.id === row.id && this.#slot.fate === 'paused' && this.#slot.frozen
      if (held && this.#slot) this.#slot.fate = 'run'
      this.#catalog.jobs.setState(row.id, held ? 'running' : 'waiting')
    }
    this.#changed(ids ?? this.#slotId())
  }

  #resumeAll(): void {
    this.#state.setPaused(false)
    this.#held = false
    // One whose end could not be written down when the disk was full.
    for (const row of this.#catalog.jobs.list(['running'])) {
      if (row.id !== this.#slot?.id) this.#catalog.jobs.setState(row.id, 'waiting')
    }
  }

  /** Answers at once; the lane is free again at the next tile. */
  cancel(ids: readonly string[]): void {
    for (const row of this.#rows(ids, ['waiting', 'running', 'paused'])) {
      this.#catalog.jobs.setState(row.id, 'cancelled')
      if (this.#slot?.id === row.id) this.#slot.fate = 'cancelled'
    }
    this.#changed(ids)
  }

  /** From the beginning, with a clean record; `way` says what to do differently this time. */
  retry(ids: readonly string[], way: RetryWay = 'again'): void {
    for (const row of this.#rows(ids, ['failed', 'cancelled'])) {
      if (way !== 'again') this.#catalog.jobs.setRequest(row.id, anotherWay(row, way))
      this.#catalog.jobs.setState(row.id, 'waiting', { error: null })
      this.#catalog.jobs.setAttempts(row.id, 0)
    }
    this.#changed(ids)
  }

  prioritize(ids: readonly string[], priority: number): void {
    for (const row of this.#rows(ids, ['waiting', 'paused', 'failed', 'cancelled'])) {
      this.#catalog.jobs.setPriority(row.id, priority)
    }
    this.#changed(ids)
  }

  /** Before another job that waits; last, when there is none such. */
  move(id: string, before: string | null): void {
    this.#changed(this.#catalog.jobs.move(id, before))
  }

  clear(): void {
    this.#catalog.jobs.clear()
    this.#changed([])
  }

  /** Before originals leave the catalog: nothing may go on being written for them. */
  async forget(originalIds: readonly string[]): Promise<void> {
    const gone = new Set(originalIds)
    this.cancel(this.#catalog.jobs.unfinished().flatMap((row) => (gone.has(row.original_id) ? [row.id] : [])))
    if (this.#slot && gone.has(this.#slot.originalId)) await this.#working
  }

  /** Settles when what is in the lane now has left it. */
  whenFree(): Promise<void> {
    return this.#working
  }

  /** Stops at the next tile; what ran waits again. */
  async close(): Promise<void> {
    this.#closing = true
    clearInterval(this.#watchdog)
    if (this.#slot?.fate === 'run') this.#release(this.#slot)
    this.#steer()
    await this.#working
    this.#feed.close()
  }

  /** Written down at once: should we be killed before the tile is done, it was still no attempt of this job. */
  #release(slot: Slot): void {
    slot.fate = 'released'
    try {
      this.#catalog.jobs.setState(slot.id, 'waiting')
      this.#catalog.jobs.setAttempts(slot.id, slot.attempts - 1)
    } catch (error) {
      this.#deps.log(error)
    }
  }

  #slotId(): string[] {
    return this.#slot ? [this.#slot.id] : []
  }

  #rows(ids: readonly string[] | undefined, states: readonly Job['state'][]): JobRow[] {
    return (ids ?? []).flatMap((id) => {
      const row = this.#catalog.jobs.find(id)
      return row && states.includes(row.state) ? [row] : []
    })
  }

  #changed(ids: readonly string[]): void {
    this.#feed.touch(ids)
    this.#steer()
    this.#next()
  }

  /** Tells the worker what has been decided about its job. */
  #steer(): void {
    const slot = this.#slot
    if (!slot) return
    const { fate } = slot
    if (this.#closing || fate === 'cancelled' || fate === 'released') slot.steer('stop')
    else if (fate === 'paused') slot.steer(this.#lanePaused() || !this.#anyWaiting() ? 'freeze' : 'stop')
    else slot.steer(this.#lanePaused() ? 'freeze' : 'go')
  }

  #lanePaused(): boolean {
    return this.#held || this.#state.paused
  }

  #anyWaiting(): boolean {
    return this.#catalog.jobs.counts().waiting > 0
  }

  #next(): void {
    if (this.#slot || this.#closing || this.#lanePaused()) return
    const row = this.#claim()
    if (!row) return
    const slot = new Slot(row, this.#presenter.expected(row), this.#now)
    this.#slot = slot
    this.#working = this.#run(slot, row).then(() => {
      this.#slot = undefined
      this.#changed([slot.id])
    })
  }

  #claim(): JobRow | undefined {
    try {
      return this.#catalog.jobs.claim()
    } catch (error) {
      // A catalog that cannot be written, most likely for want of space: nothing can be done until somebody looks.
      this.#deps.log(explain(error))
      this.#hold()
      return undefined
    }
  }

  /** Pauses although the catalog itself may not take it: then only until the next start. */
  #hold(): void {
    this.#held = true
    try {
      this.#state.setPaused(true)
    } catch (error) {
      this.#deps.log(error)
    }
  }

  async #run(slot: Slot, row: JobRow): Promise<void> {
    try {
      this.#feed.touch([slot.id])
      const task = await prepareTask(this.#catalog, row)
      const running = this.#deps.lane.run(task, this.#settingsFor(row), (progress) => this.#progress(slot, progress))
      slot.hold(running)
      this.#steer()
      const report = await running.result
      await dropEmptyMap(task, report)
      if (slot.fate === 'cancelled') throw new AppError('cancelled', 'This was cancelled.')
      // Paused or closing, but finished all the same: what is done is kept.
      const seconds = slot.active / 1000
      commitJob(this.#catalog, row, report, { seconds, engineVersion: this.#deps.engineVersion })
      this.#learn(report, row, slot.pace.seconds())
    } catch (error) {
      await this.#failed(slot, row, explain(error))
    }
  }

  #settingsFor(row: JobRow): WorkerSettings {
    const { device } = jobRequest(row)
    return { ...this.#deps.settings(), ...(device && { device }) }
  }

  /** What cannot be remembered is no reason to call finished work failed. */
  #learn(report: RestoreReport, row: JobRow, seconds: number | undefined): void {
    try {
      const original = this.#catalog.originals.need(row.original_id)
      if (original.kind === 'image') this.#deps.estimator.learn(report, original)
      else if (seconds !== undefined) this.#deps.estimator.films.measured(original.id, report.recipe, seconds)
    } catch (error) {
      this.#deps.log(error)
    }
  }

  async #failed(slot: Slot, row: JobRow, error: unknown): Promise<void> {
    const { log } = this.#deps
    try {
      if ((await settleFailure(this.#catalog, slot, row, error, log)) === 'hold') this.#hold()
    } catch (again) {
      log(again)
      // Not even the failure could be written down: the others would fare no better.
      this.#hold()
    }
  }

  #progress(slot: Slot, { stage, fraction, framesPerSecond }: LaneProgress): void {
    slot.report(stage, fraction, framesPerSecond)
    if (slot !== this.#slot || slot.fate !== 'run') return
    this.#feed.touch([slot.id])
    if (this.#now() - this.#written < WRITE_EVERY_MS) return
    this.#written = this.#now()
    try {
      const { progress, secondsSpent } = slot
      this.#catalog.jobs.progress(slot.id, { progress, stage, secondsSpent })
    } catch (error) {
      // The picture may still be finished; if it cannot be written either, that will be told.
      this.#deps.log(error)
    }
  }

  #present(row: JobRow | undefined): Job | undefined {
    return row && this.#presenter.job(row, this.#slot)
  }

  #checkStuck(): void {
    const slot = this.#slot
    if (!slot || slot.frozen) return
    const patience = Math.max(LEAST_PATIENCE_MS, (slot.secondsLeft ?? 0) * 1000 * PATIENCE_FACTOR)
    if (this.#now() - slot.heard > patience) this.#deps.onStuck(slot.stage ?? '')
  }
}
