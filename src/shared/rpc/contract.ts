import type { z } from 'zod'

/** One remote method: it takes `input`, may report `event`s while it works, and settles with `output`. */
export interface Method<
  I extends z.ZodType = z.ZodType,
  O extends z.ZodType = z.ZodType,
  E extends z.ZodType = z.ZodType,
> {
  readonly input: I
  readonly output: O
  readonly event?: E
}
export type Contract = Readonly<Record<string, Method>>

export const method = <I extends z.ZodType, O extends z.ZodType, E extends z.ZodType = z.ZodNever>(
  shape: Method<I, O, E>,
): Method<I, O, E> => shape

/** What a caller writes (defaults may be left out). */
export type InputOf<M> = M extends Method<infer I, z.ZodType, z.ZodType> ? z.input<I> : never
/** What a handler receives (defaults filled in). */
export type ParsedInputOf<M> = M extends Method<infer I, z.ZodType, z.ZodType> ? z.output<I> : never
export type OutputOf<M> = M extends Method<z.ZodType, infer O, z.ZodType> ? z.output<O> : never
export type EventOf<M> = M extends Method<z.ZodType, z.ZodType, infer E> ? z.output<E> : never

export interface CallContext<M> {
  /** Aborted when the caller cancels or its side of the port is gone. */
  readonly signal: AbortSignal
  readonly emit: (event: EventOf<M>) => void
}

export type Handler<M> = (input: ParsedInputOf<M>, context: CallContext<M>) => OutputOf<M> | Promise<OutputOf<M>>
export type Handlers<C extends Contract> = { readonly [K in keyof C]: Handler<C[K]> }

/** The whole wire protocol, JSON only. Pixels never travel here: they are fetched by URL. */
export type ToServer =
  | { readonly t: 'call'; readonly id: number; readonly method: string; readonly input: unknown }
  | { readonly t: 'cancel'; readonly id: number }
export type ToClient =
  | { readonly t: 'event'; readonly id: number; readonly event: unknown }
  | { readonly t: 'ok'; readonly id: number; readonly output: unknown }
  | { readonly t: 'err'; readonly id: number; readonly error: WireError }

export interface WireError {
  readonly code: string
  readonly message: string
  readonly details?: unknown
}

/** What every transport has to offer: four functions. Messages are plain JSON values. */
export interface Port {
  post(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  /** Called once when the other side is gone, however that came about. */
  onClose(listener: () => void): void
  close(): void
}
