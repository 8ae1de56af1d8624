import type { Database } from 'better-sqlite3'
import type { JobState } from '../../shared/entities.ts'

export interface JobRow {
  readonly row: number
  readonly id: string
  readonly original_id: string
  /** File name of the original. */
  readonly title: string
  readonly recipe: string
  readonly state: JobState
  readonly priority: number
  readonly attempts: number
  readonly progress: number
  readonly checkpoint: string | null
  readonly stage: string | null
  readonly seconds_spent: number
  readonly created_at: string
  readonly updated_at: string
  readonly restoration_id: string | null
  readonly error: string | null
}

const select = 'SELECT jobs.*, originals.name AS title FROM jobs JOIN originals ON originals.id = jobs.original_id'

/** The statements of the jobs table, prepared once. A `has...` parameter says whether its partner is to be written. */
export const jobStatements = (db: Database) => ({
  insert: db.prepare(
    `INSERT INTO jobs (id, original_id, recipe, priority, created_at, updated_at)
     SELECT @id, id, @recipe, @priority, @time, @time FROM originals WHERE id = @originalId`,
  ),
  byId: db.prepare<[string], JobRow>(`${select} WHERE jobs.id = ?`),
  claim: db
    .prepare<[string], string>(
      `UPDATE jobs SET state = 'running', attempts = attempts + 1, error = NULL, updated_at = ? WHERE row =
         (SELECT row FROM jobs WHERE state = 'waiting' ORDER BY priority DESC, row LIMIT 1) RETURNING id`,
    )
    .pluck(),
  progress: db.prepare(
    `UPDATE jobs SET progress = coalesce(@progress, progress), stage = iif(@hasStage, @stage, stage),
       seconds_spent = coalesce(@secondsSpent, seconds_spent),
       checkpoint = iif(@hasCheckpoint, @checkpoint, checkpoint), updated_at = @time WHERE id = @id`,
  ),
  setState: db.prepare(
    `UPDATE jobs SET state = @state, error = iif(@hasError, @error, error),
       restoration_id = iif(@hasRestoration, @restorationId, restoration_id),
       progress = CASE WHEN @state = 'done' THEN 1 WHEN @state = 'waiting' AND checkpoint IS NULL THEN 0 ELSE progress END,
       stage = iif(@state = 'running', stage, NULL), updated_at = @time WHERE id = @id`,
  ),
  setAttempts: db.prepare<[number, string]>('UPDATE jobs SET attempts = ? WHERE id = ?'),
  place: db.prepare<[number, number, string]>('UPDATE jobs SET row = ?, priority = ? WHERE id = ?'),
  setRequest: db.prepare<[string, string]>('UPDATE jobs SET recipe = ? WHERE id = ?'),
  setPriority: db.prepare<[number, string]>('UPDATE jobs SET priority = ? WHERE id = ?'),
  byStates: db.prepare<[string], JobRow>(
    `${select} WHERE jobs.state IN (SELECT value FROM json_each(?)) ORDER BY jobs.priority DESC, jobs.row`,
  ),
  running: db.prepare<[], { id: string; attempts: number }>(`SELECT id, attempts FROM jobs WHERE state = 'running'`),
  clear: db.prepare<[], string>(`DELETE FROM jobs WHERE state IN ('done', 'cancelled', 'failed') RETURNING id`).pluck(),
  counts: db.prepare<[], { state: JobState; jobs: number }>('SELECT state, count(*) AS jobs FROM jobs GROUP BY state'),
})
