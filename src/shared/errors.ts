/**
 * The one table of expected failures. A code is a promise: the user interface and the command line have a sentence for
 * it (`locales/*.json`, `errors.<code>`), and callers may decide by it. Anything thrown that is not an `AppError` is a
 * bug: it is logged and shown as `internal`.
 */
export const errorCodes = {
  'invalid-input': { retryable: false },
  'unknown-method': { retryable: false },
  'wrong-usage': { retryable: false },
  cancelled: { retryable: true },
  disconnected: { retryable: true },
  internal: { retryable: true },
  'not-found': { retryable: false },
  'file-missing': { retryable: true },
  'file-empty': { retryable: false },
  'file-truncated': { retryable: false },
  'file-unreadable': { retryable: false },
  'file-too-large': { retryable: false },
  'format-unsupported': { retryable: false },
  'film-not-yet': { retryable: false },
  'no-permission': { retryable: true },
  'disk-full': { retryable: true },
  'would-overwrite': { retryable: false },
  'output-too-large': { retryable: false },
  'grant-expired': { retryable: true },
  'model-missing': { retryable: false },
  'model-broken': { retryable: false },
  'model-refused': { retryable: false },
  'download-failed': { retryable: true },
  'checksum-wrong': { retryable: true },
  'out-of-memory': { retryable: true },
  'result-insane': { retryable: true },
  'nothing-to-do': { retryable: false },
  'engine-crashed': { retryable: true },
  'catalog-busy': { retryable: true },
  'catalog-broken': { retryable: false },
  'catalog-newer': { retryable: false },
  'environment-lacks': { retryable: false },
} as const satisfies Record<string, { readonly retryable: boolean }>

export type ErrorCode = keyof typeof errorCodes

/** What an error says beside its code: plain values that fill the gaps of its sentence. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean>>

/** An expected failure. `message` is one plain English sentence; `details` fill the translated one. */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly details: ErrorDetails

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'AppError'
    this.code = code
    this.details = details
  }
}

export const isErrorCode = (code: unknown): code is ErrorCode =>
  typeof code === 'string' && Object.hasOwn(errorCodes, code)

/** True when trying the same thing again may work (a full disk was emptied, a cable was plugged in). */
export const isRetryable = (code: ErrorCode): boolean => errorCodes[code].retryable

/** The code of any thrown value; everything unexpected is `internal`. */
export const codeOf = (error: unknown): ErrorCode => (error instanceof AppError ? error.code : 'internal')

/** For the default branch of a switch over a union: a new member becomes a compile error here. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${String(value)}`)
}
