import type { Failure } from '../../shared/entities.ts'
import { AppError } from '../../shared/errors.ts'

/** What a list of failures tells. A bug is `internal` here: its stack belongs to the log. */
export const toFailure = (error: unknown): Failure =>
  error instanceof AppError
    ? { code: error.code, message: error.message, details: { ...error.details } }
    : { code: 'internal', message: 'Something went wrong inside Daguerre.', details: {} }

export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new AppError('cancelled', 'This was cancelled.')
}
