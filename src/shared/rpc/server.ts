import { z } from 'zod'
import { AppError } from '../errors.ts'
import type { Contract, Handlers, Port, ToClient, WireError } from './contract.ts'

const messageToServer = z.discriminatedUnion('t', [
  z.strictObject({ t: z.literal('call'), id: z.int(), method: z.string().max(100), input: z.unknown().optional() }),
  z.strictObject({ t: z.literal('cancel'), id: z.int() }),
])

/** A page has a handful of calls open; thousands are a runaway loop. */
const MAX_CALLS = 1000

type AnyHandler = (input: unknown, context: { signal: AbortSignal; emit(event: unknown): void }) => unknown

/**
 * Answers the calls arriving on `port` until it closes; closing cancels whatever still runs.
 * Inputs are validated here, in every mode: the engine trusts neither a window nor a browser.
 * @param log receives what must not cross the seam: unexpected errors, malformed messages and what is wrong with an input
 */
export function serve<C extends Contract>(
  contract: C,
  handlers: Handlers<C>,
  port: Port,
  log: (error: unknown) => void,
): void {
  const running = new Map<number, AbortController>()
  const post = (message: ToClient) => port.post(message)

  const perform = async (id: number, name: string, raw: unknown, signal: AbortSignal): Promise<unknown> => {
    // Object.hasOwn, so that `__proto__` or `toString` is an unknown method like any other.
    const method = Object.hasOwn(contract, name) ? contract[name] : undefined
    if (!method) throw new AppError('unknown-method', `There is no method called ${name}.`, { name })
    const input = method.input.safeParse(raw)
    if (!input.success) {
      // A page does not send such a thing unless there is a bug in it: the log says what, a person gets a sentence.
      log(new Error(`refused a call of ${name}: ${z.prettifyError(input.error)}`))
      throw new AppError('invalid-input', 'The studio was asked for something that is not valid.', { name })
    }
    const handler = handlers[name] as AnyHandler
    const emit = (event: unknown) => {
      if (running.has(id)) post({ t: 'event', id, event })
    }
    return method.output.parse(await handler(input.data, { signal, emit }))
  }

  const run = async (id: number, name: string, raw: unknown) => {
    const abort = new AbortController()
    running.set(id, abort)
    try {
      const output = await perform(id, name, raw, abort.signal)
      running.delete(id)
      post({ t: 'ok', id, output })
    } catch (error) {
      running.delete(id)
      post({ t: 'err', id, error: toWire(error, abort.signal, log) })
    }
  }

  const refuse = (raw: unknown, reason: string) => {
    log(new Error(`refused a message: ${reason}`))
    const id = callId(raw)
    if (id === undefined || running.has(id)) return
    post({ t: 'err', id, error: { code: 'invalid-input', message: 'The message could not be understood.' } })
  }

  port.onMessage((raw) => {
    const message = messageToServer.safeParse(raw)
    if (!message.success) return refuse(raw, z.prettifyError(message.error))
    const { data } = message
    if (data.t === 'cancel') running.get(data.id)?.abort()
    else if (running.has(data.id)) log(new Error('refused a message: its id is in use'))
    else if (running.size >= MAX_CALLS) refuse(raw, 'too many calls at once')
    else void run(data.id, data.method, data.input)
    return undefined
  })
  port.onClose(() => {
    for (const abort of running.values()) abort.abort()
  })
}

/** The id of a message that wants an answer although it makes no sense, so that its sender does not wait for ever. */
function callId(raw: unknown): number | undefined {
  if (typeof raw !== 'object' || raw === null || !('t' in raw) || !('id' in raw)) return undefined
  return raw.t === 'call' && Number.isSafeInteger(raw.id) ? (raw.id as number) : undefined
}

function toWire(error: unknown, signal: AbortSignal, log: (error: unknown) => void): WireError {
  if (error instanceof AppError) return { code: error.code, message: error.message, details: error.details }
  if (signal.aborted) return { code: 'cancelled', message: 'This was cancelled.' }
  log(error)
  return { code: 'internal', message: 'Something went wrong inside Daguerre.' }
}
