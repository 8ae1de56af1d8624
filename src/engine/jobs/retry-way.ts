import type { retryWays } from '../../shared/engine.ts'
import { type JobRequest, jobRequest } from '../catalog/job-request.ts'
import type { JobRow } from '../catalog/job-statements.ts'

export type RetryWay = (typeof retryWays)[number]

/** What to ask for after a job failed, so that it does not fail in the same way again. */
export function anotherWay(row: JobRow, way: Exclude<RetryWay, 'again'>): JobRequest {
  const request = jobRequest(row)
  if (way === 'cpu') return { ...request, device: 'cpu' }
  const error: unknown = row.error === null ? null : JSON.parse(row.error)
  const stage = (error as { details?: { stage?: unknown } } | null)?.details?.stage
  return typeof stage === 'string' ? { ...request, without: [...new Set([...request.without, stage])] } : request
}
