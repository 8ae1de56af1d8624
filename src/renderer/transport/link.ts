import { AppError, codeOf } from '../../shared/errors.ts'
import { type CallOptions, type Client, connect } from '../../shared/rpc/client.ts'
import type { Contract, EventOf, InputOf, Port } from '../../shared/rpc/contract.ts'

/**
 * `connecting`: somebody answers, but not the engine yet. `gone`: nobody answers at all; it is tried again all the same.
 * `refused`: the server does not know this page; trying again is no use.
 */
export type LinkStatus = 'connecting' | 'open' | 'gone' | 'refused'

/** Nobody answers where this page came from: not the engine is away, but all of the studio. */
export class StudioGone extends AppError {
  constructor(cause: unknown) {
    super('disconnected', 'Daguerre does not answer.', {}, { cause })
  }
}

export interface Link<C extends Contract> {
  /** Waits for a connection when there is none, so that a page need not know that the engine is being restarted. */
  readonly call: Client<C>
  /**
   * Keeps a method that "runs until cancelled" running across reconnections.
   * @returns stops it
   */
  watch<K extends keyof C & string>(
    method: K,
    input: InputOf<C[K]>,
    onEvent: (event: EventOf<C[K]>) => void,
    onLost?: () => void,
  ): () => void
  status(): LinkStatus
  /** @returns stops listening */
  onStatus(listener: (status: LinkStatus) => void): () => void
}

/** Opens one port; rejects when that fails: `no-permission` when it is no use to try again, `StudioGone`. */
export type OpenPort = () => Promise<Port>

const firstDelay = 250
const longestDelay = 5000
const callPatience = 30_000
/** Attempts in a row that nobody answered, before the studio is called gone: one may be a hiccup of the browser. */
const goneAfter = 2

/** Milliseconds before attempt number `attempt` (0 is the first after a loss). */
export const backOff = (attempt: number): number => Math.min(longestDelay, firstDelay * 2 ** attempt)

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** A connection that is opened again, with growing pauses, whenever it breaks. */
export function createLink<C extends Contract>(openPort: OpenPort): Link<C> {
  let status: LinkStatus = 'connecting'
  let client: Client<C> | undefined
  const listeners = new Set<(status: LinkStatus) => void>()

  const tell = (next: LinkStatus) => {
    if (next === status) return
    status = next
    for (const listener of listeners) listener(next)
  }

  const keepOpen = async () => {
    let unanswered = 0
    for (let attempt = 0; status !== 'refused'; attempt++) {
      try {
        const port = await openPort()
        client = connect<C>(port)
        const closed = new Promise<void>((resolve) => {
          port.onClose(() => {
            client = undefined
            tell('connecting')
            resolve()
          })
        })
        tell('open')
        attempt = 0
        unanswered = 0
        await closed
      } catch (error) {
        if (codeOf(error) === 'no-permission') return tell('refused')
        unanswered = error instanceof StudioGone ? unanswered + 1 : 0
        tell(unanswered >= goneAfter ? 'gone' : 'connecting')
      }
      await pause(backOff(attempt))
    }
    return undefined
  }

  const onStatus = (listener: (status: LinkStatus) => void) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }

  const opened = (signal?: AbortSignal) =>
    new Promise<Client<C>>((resolve, reject) => {
      if (client) return resolve(client)
      const stop = onStatus(() => client && settle(() => resolve(client as Client<C>)))
      const patience = setTimeout(() => settle(() => reject(unreachable())), callPatience)
      const settle = (finish: () => void) => {
        stop()
        clearTimeout(patience)
        finish()
      }
      signal?.addEventListener('abort', () => settle(() => reject(new AppError('cancelled', 'This was cancelled.'))))
      return undefined
    })

  const call = (async (method, input, options: CallOptions<never> = {}) =>
    (await opened(options.signal))(method, input, options)) as Client<C>

  const watch: Link<C>['watch'] = (method, input, onEvent, onLost) => {
    const stop = new AbortController()
    const run = async () => {
      for (let attempt = 0; !stop.signal.aborted; attempt++) {
        await call(method, input, { signal: stop.signal, onEvent }).catch(() => undefined)
        if (stop.signal.aborted) return
        onLost?.()
        await pause(backOff(Math.min(attempt, 3)))
      }
    }
    void run()
    return () => stop.abort()
  }

  void keepOpen()
  return { call, watch, status: () => status, onStatus }
}

const unreachable = () => new AppError('disconnected', 'The engine does not answer.')
