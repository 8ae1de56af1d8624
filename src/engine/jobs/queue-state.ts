import type { Database } from 'better-sqlite3'

export interface QueueState {
  readonly paused: boolean
  setPaused(paused: boolean): void
}

const KEY = 'queue.paused'

/** Whether the queue is paused outlives the engine: who paused it before leaving does not want to find it running. */
export function queueState(db: Database): QueueState {
  const get = db.prepare<[string], string>('SELECT value FROM settings WHERE key = ?').pluck()
  const put = db.prepare(
    'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  )
  return {
    get paused() {
      return get.get(KEY) === 'true'
    },
    setPaused: (paused) => void put.run(KEY, JSON.stringify(paused)),
  }
}
