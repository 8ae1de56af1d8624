import type { Database } from 'better-sqlite3'
import { type Failure, failure, type Job, type JobState, jobStates } from '../../shared/entities.ts'
import { AppError } from '../../shared/errors.ts'
import type { Wish } from '../../shared/recipe.ts'
import { newId } from './ids.ts'
import { type JobRequest, requestFor, storedRequest } from './job-request.ts'
import { type JobRow, jobStatements } from './job-statements.ts'

/** What may change while a job runs; what is left out stays. */
export interface JobProgress {
  readonly progress?: number
  readonly stage?: string | null
  readonly secondsSpent?: number
  /** Any JSON value; null forgets it. */
  readonly checkpoint?: unknown
}

export interface JobsTable {
  /** One waiting job per original, all or none. @returns their ids, in order */
  insert(originalIds: readonly string[], recipe: Wish, priority?: number, also?: Partial<JobRequest>): string[]
  find(id: string): JobRow | undefined
  need(id: string): JobRow
  /** Takes the waiting job of the highest priority, the oldest of these, and marks it running, in one transaction. */
  claim(): JobRow | undefined
  progress(id: string, progress: JobProgress): void
  /** Sets the state; `error` and `restorationId` are kept unless given. Back to `waiting` starts progress anew unless a checkpoint is there. */
  setState(id: string, state: JobState, also?: { error?: Failure | null; restorationId?: string | null }): void
  /** Starts are counted by `claim`; one that ended on purpose does not count against the job. */
  setAttempts(id: string, attempts: number): void
  setPriority(id: string, priority: number): void
  /** Puts a job that waits before another one, or last. @returns ids of those that changed places */
  move(id: string, before: string | null): string[]
  /** Asks for something else than before. */
  setRequest(id: string, request: JobRequest): void
  /** Waiting, running, paused and failed ones, as the queue will take them. */
  unfinished(): JobRow[]
  list(states?: readonly JobState[]): JobRow[]
  /**
   * At start: what was running when the engine died waits again, with its checkpoint. One that has had `maxAttempts`
   * starts is given up instead, because it is probably what kills the engine.
   */
  recover(maxAttempts: number): { waiting: string[]; failed: string[] }
  /** Forgets finished, cancelled and failed ones. @returns their ids */
  clear(): string[]
  counts(): Record<JobState, number>
}

export const checkpointOf = (row: JobRow): unknown => (row.checkpoint === null ? undefined : JSON.parse(row.checkpoint))
const errorOf = (row: JobRow): Failure | null => (row.error === null ? null : failure.parse(JSON.parse(row.error)))

/** @param secondsLeft the queue's estimate; only it knows how fast things go */
export const toJob = (row: JobRow, secondsLeft: number | null = null): Job => ({
  id: row.id,
  originalId: row.original_id,
  title: row.title,
  state: row.state,
  priority: row.priority,
  position: row.row,
  progress: row.progress,
  stage: row.stage,
  secondsLeft,
  secondsSpent: row.seconds_spent,
  attempts: row.attempts,
  createdAt: row.created_at,
  restorationId: row.restoration_id,
  error: errorOf(row),
})

const crashed: Failure = {
  code: 'engine-crashed',
  message: 'The engine ended several times while working on this picture.',
  details: {},
}

export function jobsTable(db: Database, now: () => Date = () => new Date()): JobsTable {
  const time = () => now().toISOString()
  const sql = jobStatements(db)

  const change: JobsTable['setState'] = (id, state, also = {}) => {
    const { changes } = sql.setState.run({
      id,
      state,
      time: time(),
      hasError: Number(also.error !== undefined),
      error: also.error ? JSON.stringify(also.error) : null,
      hasRestoration: Number(also.restorationId !== undefined),
      restorationId: also.restorationId ?? null,
    })
    if (changes === 0) throw noJob(id)
  }
  const list = (states: readonly JobState[]) => sql.byStates.all(JSON.stringify(states))

  return {
    insert: (originalIds, recipe, priority = 0, also = {}) => {
      const stored = storedRequest(requestFor(recipe, also))
      const addAll = db.transaction(() =>
        originalIds.map((originalId) => {
          const id = newId()
          const row = { id, originalId, recipe: stored, priority, time: time() }
          if (sql.insert.run(row).changes === 0) throw noOriginal(originalId)
          return id
        }),
      )
      return addAll.immediate()
    },
    find: (id) => sql.byId.get(id),
    need: (id) => {
      const row = sql.byId.get(id)
      if (!row) throw noJob(id)
      return row
    },
    claim: () => {
      const id = sql.claim.get(time())
      return id === undefined ? undefined : sql.byId.get(id)
    },
    progress: (id, now) => {
      sql.progress.run({
        id,
        time: time(),
        progress: now.progress ?? null,
        hasStage: Number(now.stage !== undefined),
        stage: now.stage ?? null,
        secondsSpent: now.secondsSpent ?? null,
        hasCheckpoint: Number(now.checkpoint !== undefined),
        checkpoint: now.checkpoint == null ? null : JSON.stringify(now.checkpoint),
      })
    },
    setState: change,
    setAttempts: (id, attempts) => void sql.setAttempts.run(Math.max(0, attempts), id),
    setPriority: (id, priority) => void sql.setPriority.run(priority, id),
    move: (id, before) => db.transaction(() => movePlaces(sql, list(['waiting', 'paused']), id, before)).immediate(),
    setRequest: (id, request) => void sql.setRequest.run(storedRequest(request), id),
    unfinished: () => list(['waiting', 'running', 'paused', 'failed']),
    list: (states = jobStates) => list(states),
    recover: (maxAttempts) => {
      const recoverAll = db.transaction(() => {
        const jobs = sql.running.all()
        const failed = jobs.filter((job) => job.attempts >= maxAttempts).map((job) => job.id)
        const waiting = jobs.filter((job) => job.attempts < maxAttempts).map((job) => job.id)
        for (const id of failed) change(id, 'failed', { error: crashed })
        for (const id of waiting) change(id, 'waiting')
        return { waiting, failed }
      })
      return recoverAll.immediate()
    },
    clear: () => sql.clear.all(),
    counts: () => {
      const jobs = { waiting: 0, running: 0, paused: 0, done: 0, failed: 0, cancelled: 0 }
      for (const row of sql.counts.all()) jobs[row.state] = row.jobs
      return jobs
    },
  }
}

/** The places stay, the jobs change them: nobody outside the stretch between both is touched. */
function movePlaces(
  sql: ReturnType<typeof jobStatements>,
  rows: readonly JobRow[],
  id: string,
  before: string | null,
): string[] {
  const moved = rows.find((row) => row.id === id)
  if (!moved) return []
  const others = rows.filter((row) => row.id !== id)
  const target = others.findIndex((row) => row.id === before)
  const order = others.toSpliced(target < 0 ? others.length : target, 0, moved)
  const changed = order.flatMap((row, index) => {
    const place = rows[index]
    return place && place.id !== row.id ? [{ id: row.id, row: place.row, priority: place.priority }] : []
  })
  // No two may have one place, not even for a moment.
  for (const { id: each, row, priority } of changed) sql.place.run(-row, priority, each)
  for (const { id: each, row, priority } of changed) sql.place.run(row, priority, each)
  return changed.map((each) => each.id)
}

const noJob = (id: string) => new AppError('not-found', 'This job is not in the queue any more.', { id })
const noOriginal = (id: string) => new AppError('not-found', 'This picture is not in the catalog any more.', { id })
