import { operations } from '../../operations/index.ts'
import type { Failure } from '../../shared/entities.ts'
import { AppError } from '../../shared/errors.ts'
import type { Catalog } from '../catalog/catalog.ts'
import { toFailure } from '../catalog/failures.ts'
import type { JobRow } from '../catalog/job-statements.ts'
import { WorkerDied } from './lane.ts'
import { removePartial, removeScratch } from './restore-job.ts'
import type { Slot } from './slot.ts'

/** Starts a job may have. One that ended the engine or its worker so often is given up; the queue goes on. */
export const MAX_ATTEMPTS = 3

const crashed = {
  code: 'engine-crashed',
  message: 'The engine ended several times while working on this picture.',
  details: {},
}

/**
 * Writes down how a job ended that did not become a restoration, and removes what it left.
 * @returns `hold` when no other job would fare better now: the disk is full
 */
export async function settleFailure(
  catalog: Catalog,
  slot: Slot,
  row: JobRow,
  error: unknown,
  log: (error: unknown) => void,
): Promise<'go-on' | 'hold'> {
  const { jobs } = catalog
  await removePartial(catalog, row)
  // Anything else than being called off leaves a film where it was: the next attempt goes on there.
  if (slot.fate === 'cancelled') await removeScratch(catalog, row.id)
  // Removed together with its original.
  if (!jobs.find(row.id)) return 'go-on'
  if (slot.fate !== 'run') {
    letGo(catalog, slot, row)
  } else if (error instanceof AppError && error.code === 'nothing-to-do') {
    // That is no failure: the picture is as good as the studio can tell.
    jobs.setState(row.id, 'done')
  } else if (error instanceof WorkerDied) {
    log(error)
    if (row.attempts >= MAX_ATTEMPTS) jobs.setState(row.id, 'failed', { error: crashed })
    else jobs.setState(row.id, 'waiting')
  } else if (error instanceof AppError && error.code === 'disk-full') {
    // Not failed: it waits until there is space, and says so.
    jobs.setState(row.id, 'waiting', { error: toFailure(error) })
    jobs.setAttempts(row.id, row.attempts - 1)
    return 'hold'
  } else {
    if (!(error instanceof AppError)) log(error)
    jobs.setState(row.id, 'failed', { error: withStage(toFailure(error), slot.stage) })
  }
  return 'go-on'
}

/** The operation that failed: without it, the rest may be done. */
const withStage = (failure: Failure, stage: string | null): Failure =>
  stage === null || !operations.has(stage) ? failure : { ...failure, details: { ...failure.details, stage } }

/** It ended because it was told to: that is no attempt. It may have been asked for again meanwhile. */
function letGo({ jobs }: Catalog, slot: Slot, row: JobRow): void {
  if (slot.fate === 'released') jobs.setState(row.id, 'waiting')
  if (slot.fate === 'paused') jobs.progress(row.id, { progress: 0, stage: null })
  if (jobs.need(row.id).attempts === row.attempts) jobs.setAttempts(row.id, row.attempts - 1)
}
