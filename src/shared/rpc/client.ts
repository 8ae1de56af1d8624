import { AppError, type ErrorDetails, isErrorCode } from '../errors.ts'
import type { Contract, EventOf, InputOf, OutputOf, Port, ToClient, WireError } from './contract.ts'

interface Pending {
  resolve(output: unknown): void
  reject(error: AppError): void
  onEvent?: (event: unknown) => void
  stopListening(): void
}

export interface CallOptions<M> {
  readonly signal?: AbortSignal
  readonly onEvent?: (event: EventOf<M>) => void
}

export type Client<C extends Contract> = <K extends keyof C & string>(
  method: K,
  input: InputOf<C[K]>,
  options?: CallOptions<C[K]>,
) => Promise<OutputOf<C[K]>>

const gone = () => new AppError('disconnected', 'The engine does not answer.')

/** A typed caller over `port`. The serving side has validated what it sends, so nothing is parsed twice. */
export function connect<C extends Contract>(port: Port): Client<C> {
  const pending = new Map<number, Pending>()
  let lastId = 0
  let closed = false

  port.onMessage((raw) => {
    const message = raw as ToClient | null
    const call = message ? pending.get(message.id) : undefined
    if (message && call) settle(message, call)
  })
  const settle = (message: ToClient, call: Pending) => {
    if (message.t === 'event') {
      call.onEvent?.(message.event)
      return
    }
    pending.delete(message.id)
    call.stopListening()
    if (message.t === 'ok') call.resolve(message.output)
    else call.reject(fromWire(message.error))
  }
  port.onClose(() => {
    closed = true
    for (const call of pending.values()) {
      call.stopListening()
      call.reject(gone())
    }
    pending.clear()
  })

  return ((method, input, options = {}) =>
    new Promise((resolve, reject) => {
      if (closed) return reject(gone())
      if (options.signal?.aborted) return reject(new AppError('cancelled', 'This was cancelled.'))
      const id = ++lastId
      const cancel = () => port.post({ t: 'cancel', id })
      options.signal?.addEventListener('abort', cancel, { once: true })
      const call: Pending = {
        resolve: resolve as (output: unknown) => void,
        reject,
        stopListening: () => options.signal?.removeEventListener('abort', cancel),
      }
      if (options.onEvent) call.onEvent = options.onEvent as (event: unknown) => void
      pending.set(id, call)
      return port.post({ t: 'call', id, method, input })
    })) as Client<C>
}

function fromWire(error: WireError): AppError {
  return isErrorCode(error.code)
    ? new AppError(error.code, error.message, (error.details ?? {}) as ErrorDetails)
    : new AppError('internal', error.message)
}
