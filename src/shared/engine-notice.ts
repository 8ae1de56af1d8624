import { AppError, type ErrorDetails, isErrorCode } from './errors.ts'

/**
 * The two things an engine process says outside any port, each at most once: that its catalog is open, or why it is not.
 * They travel beside the frames of `rpc/multiplex.ts`, or through `process.parentPort` of an Electron utility process.
 */
export type EngineNotice =
  | { readonly engine: 'ready'; readonly library: string }
  | { readonly engine: 'failed'; readonly code: string; readonly message: string; readonly details: ErrorDetails }

export function noticeOf(message: unknown): EngineNotice | undefined {
  if (typeof message !== 'object' || message === null || !('engine' in message)) return undefined
  return message.engine === 'ready' || message.engine === 'failed' ? (message as EngineNotice) : undefined
}

export function failedNotice(error: unknown): EngineNotice {
  if (error instanceof AppError)
    return { engine: 'failed', code: error.code, message: error.message, details: error.details }
  return { engine: 'failed', code: 'internal', message: 'The engine could not start.', details: {} }
}

export const errorOfNotice = (notice: EngineNotice & { engine: 'failed' }): AppError =>
  new AppError(isErrorCode(notice.code) ? notice.code : 'internal', notice.message, notice.details)
