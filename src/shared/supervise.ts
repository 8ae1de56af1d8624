import { AppError, isRetryable } from './errors.ts'

/** A child that is up. */
export interface Started<T> {
  /** What callers need of it: its ports, its process id. */
  readonly value: T
  /** Settles once, when the child has ended, with a short reason ("exit code 134", "SIGKILL"). Never rejects. */
  readonly ended: Promise<string>
  /** Asks it to end; resolves when it has. */
  stop(): Promise<void>
}

export type SuperviseState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'running' }
  /** It ended; it is started again after `ms`. */
  | { readonly kind: 'waiting'; readonly ms: number; readonly reason: string }
  /** It ended too often, or cannot start for a reason that stays: a person has to decide. */
  | { readonly kind: 'given-up'; readonly error: AppError; readonly crashes: number }
  | { readonly kind: 'stopped' }

export interface SuperviseOptions<T> {
  /** Rejecting counts as a crash; an `AppError` that is not retryable (the catalog is newer than we) ends the matter. */
  readonly start: () => Promise<Started<T>>
  readonly onState?: (state: SuperviseState) => void
  /** Milliseconds; a steady clock. */
  readonly now?: () => number
  /** Calls `run` after `ms`; gives back how to call it off. */
  readonly later?: (run: () => void, ms: number) => () => void
}

export interface Supervisor<T> {
  readonly state: SuperviseState
  /** The child that is up, waiting for one that is being started. @throws AppError `engine-crashed`, `disconnected` */
  current(): Promise<T>
  /** Starts again after having given up, with a clean record. */
  retry(): void
  /** Ends the child for good. */
  stop(): Promise<void>
}

/** The wait before a restart: doubled after each crash, from a fifth of a second to ten seconds. */
export const FIRST_WAIT_MS = 200
export const LONGEST_WAIT_MS = 10_000
/** This many crashes within the window, and it is given up: the machine should not be kept busy with crashing. */
export const CRASHES_ALLOWED = 5
export const CRASH_WINDOW_MS = 60_000

export const waitAfter = (crashes: number): number => Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (crashes - 1))

/** Keeps one child running: the engine, which may be killed by a driver or for want of memory without taking the window along. */
export function supervise<T>(options: SuperviseOptions<T>): Supervisor<T> {
  return new Keeper(options)
}

interface Waiter<T> {
  resolve(value: T): void
  reject(error: AppError): void
}

const stoppedError = () => new AppError('disconnected', 'The engine has been stopped.')
const gaveUpError = (reason: string) =>
  new AppError('engine-crashed', 'The engine keeps ending unexpectedly and was not started again.', { reason })

class Keeper<T> implements Supervisor<T> {
  state: SuperviseState = { kind: 'starting' }
  readonly #options: SuperviseOptions<T>
  readonly #now: () => number
  readonly #later: (run: () => void, ms: number) => () => void
  #started: Started<T> | undefined
  #crashes: number[] = []
  #waiters: Waiter<T>[] = []
  #callOff: (() => void) | undefined
  /** The attempt under way, so that `stop` can wait for a child that is just coming up. */
  #attempt: Promise<void>

  constructor(options: SuperviseOptions<T>) {
    this.#options = options
    this.#now = options.now ?? Date.now
    this.#later = options.later ?? laterByTimer
    this.#attempt = this.#start()
  }

  current(): Promise<T> {
    const { state } = this
    if (state.kind === 'stopped') return Promise.reject(stoppedError())
    if (state.kind === 'given-up') return Promise.reject(state.error)
    if (state.kind === 'running' && this.#started) return Promise.resolve(this.#started.value)
    return new Promise((resolve, reject) => this.#waiters.push({ resolve, reject }))
  }

  retry(): void {
    if (this.state.kind !== 'given-up') return
    this.#crashes = []
    this.#attempt = this.#start()
  }

  async stop(): Promise<void> {
    if (this.state.kind === 'stopped') return
    this.#callOff?.()
    this.#enter({ kind: 'stopped' })
    for (const waiter of this.#waiters.splice(0)) waiter.reject(stoppedError())
    await this.#attempt
    await this.#started?.stop()
  }

  async #start(): Promise<void> {
    this.#enter({ kind: 'starting' })
    let started: Started<T>
    try {
      started = await this.#options.start()
    } catch (error) {
      if (error instanceof AppError && !isRetryable(error.code)) this.#giveUp(error)
      else this.#crashed(error instanceof Error ? error.message : String(error), error)
      return
    }
    this.#started = started
    void started.ended.then((reason) => this.#crashed(reason))
    if (this.#stopped()) return
    this.#enter({ kind: 'running' })
    for (const waiter of this.#waiters.splice(0)) waiter.resolve(started.value)
  }

  /** @param error what `start` failed with, if it was that: its sentence tells more than ours */
  #crashed(reason: string, error?: unknown): void {
    this.#started = undefined
    if (this.#stopped()) return
    const now = this.#now()
    this.#crashes = [...this.#crashes.filter((at) => now - at < CRASH_WINDOW_MS), now]
    if (this.#crashes.length >= CRASHES_ALLOWED) this.#giveUp(error instanceof AppError ? error : gaveUpError(reason))
    else this.#wait(reason, waitAfter(this.#crashes.length))
  }

  #wait(reason: string, ms: number): void {
    this.#callOff = this.#later(() => {
      this.#attempt = this.#start()
    }, ms)
    this.#enter({ kind: 'waiting', ms, reason })
  }

  #giveUp(error: AppError): void {
    if (this.#stopped()) return
    this.#enter({ kind: 'given-up', error, crashes: this.#crashes.length })
    for (const waiter of this.#waiters.splice(0)) waiter.reject(error)
  }

  /** A function, because `state` may have changed while something was awaited. */
  #stopped(): boolean {
    return this.state.kind === 'stopped'
  }

  #enter(state: SuperviseState): void {
    this.state = state
    this.#options.onState?.(state)
  }
}

function laterByTimer(run: () => void, ms: number): () => void {
  const timer = setTimeout(run, ms)
  return () => clearTimeout(timer)
}
