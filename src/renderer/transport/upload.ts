import { AppError, isErrorCode } from '../../shared/errors.ts'

/**
 * Hands a file over in the browser door.
 * @param name path below the folder the user chose, for its own name in the library
 * @returns the grant that `catalog.import` takes
 */
export async function upload(file: Blob, name: string, signal?: AbortSignal): Promise<string> {
  const answer = await fetch(`/upload?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    body: file,
    headers: { 'content-type': 'application/octet-stream' },
    ...(signal ? { signal } : {}),
  }).catch((cause: unknown) => {
    throw new AppError('disconnected', 'The file could not be handed over.', { name }, { cause })
  })
  const body: unknown = await answer.json().catch(() => undefined)
  if (answer.ok && isGrant(body)) return body.grant
  throw toError(body, name)
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const isGrant = (body: unknown): body is { grant: string } => isRecord(body) && typeof body.grant === 'string'

function toError(body: unknown, name: string): AppError {
  const error = isRecord(body) && isRecord(body.error) ? body.error : body
  if (isRecord(error) && isErrorCode(error.code) && typeof error.message === 'string')
    return new AppError(error.code, error.message, { name })
  return new AppError('internal', 'The file could not be handed over.', { name })
}
