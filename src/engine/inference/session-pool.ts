import { totalmem } from 'node:os'
import type { MixedModel } from '../../operations/define.ts'
import { AppError } from '../../shared/errors.ts'
import { blendModels } from './blend.ts'
import type { ModelStore } from './models.ts'
import { type LoadedSession, loadSession, type SessionOptions } from './session.ts'

/** Loaded networks kept warm between pictures. One pool per thread that runs restorations. */
export interface SessionPool {
  /**
   * Loads on the first call.
   * @param mixed weights of another network to mix in
   * @throws AppError `model-missing`, `model-broken`, `out-of-memory`
   */
  session(id: string, mixed?: MixedModel): Promise<LoadedSession>
  /** Sentences about devices that could not be used, for the report. */
  notes(): readonly string[]
  /** Seconds spent inside networks by all sessions so far. */
  seconds(): number
  /** Moves every session to the processor. @returns false when all were there already */
  moveToCpu(why: string): Promise<boolean>
  /** Frees everything; sessions load again when asked for. Nothing may be running. */
  release(): Promise<void>
}

/** Weights above this are let go, least recently used first: the small built-in ones all stay. */
const KEEP_BYTES = 400_000_000
/** What a warm network holds beside its weights: they are kept packed for the processor, too. */
const HELD_PER_BYTE = 2

export interface PoolOptions extends SessionOptions {
  /** Bytes that warm networks may hold; less on computers with little memory. */
  readonly keepBytes?: number
}

export function createSessionPool(models: ModelStore, options: PoolOptions): SessionPool {
  const { keepBytes = Math.min(KEEP_BYTES, totalmem() / 10) } = options
  /** In order of use, the newest last. */
  const pending = new Map<string, Promise<LoadedSession>>()
  const open = new Map<string, LoadedSession>()
  let secondsOfClosed = 0

  const close = async (id: string) => {
    const session = open.get(id)
    pending.delete(id)
    open.delete(id)
    secondsOfClosed += session?.seconds ?? 0
    await session?.release()
  }
  const load = async (key: string, id: string, mixed?: MixedModel) => {
    const { card } = models.find(id)
    const held = (bytes: number) => bytes * HELD_PER_BYTE
    let bytes = held(card.bytes)
    for (const session of open.values()) bytes += held(session.card.bytes)
    for (const used of pending.keys()) {
      const old = open.get(used)
      if (bytes <= keepBytes || !old) continue
      bytes -= held(old.card.bytes)
      await close(used)
    }
    const read = () => (mixed ? readMixed(models, id, mixed) : models.read(id))
    const session = await loadSession({ card, read }, options)
    open.set(key, session)
    return session
  }

  return {
    session: async (id, mixed) => {
      // With its sum: a model may have been installed anew under its old name, or be gone.
      const sumOf = (model: string) => `${model} ${models.find(model).card.sha256}`
      const key = mixed ? `${sumOf(id)} ${mixed.part} ${sumOf(mixed.model)}` : sumOf(id)
      const found = pending.get(key) ?? load(key, id, mixed)
      pending.delete(key)
      pending.set(key, found)
      return found.catch((error: unknown) => {
        pending.delete(key)
        throw error
      })
    },
    notes: () => [...new Set([...open.values()].flatMap((session) => session.note ?? []))],
    seconds: () => [...open.values()].reduce((sum, session) => sum + session.seconds, secondsOfClosed),
    moveToCpu: async (why) => {
      let moved = false
      for (const session of open.values()) moved = (await session.moveToCpu(why)) || moved
      return moved
    },
    release: async () => {
      for (const id of open.keys()) await close(id)
    },
  }
}

async function readMixed(models: ModelStore, id: string, { model, part }: MixedModel): Promise<Uint8Array> {
  const [first, second] = await Promise.all([models.read(id), models.read(model)])
  const blended = blendModels(first, second, part)
  if (blended) return blended
  throw new AppError('model-broken', `The models “${id}” and “${model}” are not of one shape and cannot be mixed.`, {
    model,
  })
}
