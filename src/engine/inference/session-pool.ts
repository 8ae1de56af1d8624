import type { ModelStore } from './models.ts'
import { type LoadedSession, loadSession, type SessionOptions } from './session.ts'

/** Loaded networks kept warm between pictures. One pool per thread that runs restorations. */
export interface SessionPool {
  /** Loads on the first call. @throws AppError `model-missing`, `model-broken`, `out-of-memory` */
  session(id: string): Promise<LoadedSession>
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

export function createSessionPool(models: ModelStore, options: SessionOptions): SessionPool {
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
  const load = async (id: string) => {
    const { card } = models.find(id)
    let bytes = card.bytes
    for (const session of open.values()) bytes += session.card.bytes
    for (const used of pending.keys()) {
      const old = open.get(used)
      if (bytes <= KEEP_BYTES || !old) continue
      bytes -= old.card.bytes
      await close(used)
    }
    const session = await loadSession({ card, read: () => models.read(id) }, options)
    open.set(id, session)
    return session
  }

  return {
    session: async (id) => {
      // A model may have been installed anew under its old name, or be gone.
      const loaded = open.get(id)
      if (loaded && loaded.card.sha256 !== models.find(id).card.sha256) await close(id)
      const found = pending.get(id) ?? load(id)
      pending.delete(id)
      pending.set(id, found)
      return found.catch((error: unknown) => {
        pending.delete(id)
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
