import type { Job } from '../../shared/entities.ts'

export interface JobsSnapshot {
  readonly paused: boolean
  readonly jobs: Job[]
}

export interface Feed {
  /** These jobs changed, or with none: the queue as a whole did. */
  touch(ids: readonly string[]): void
  /** @returns ends the watch */
  watch(listener: (snapshot: JobsSnapshot) => void): () => void
  close(): void
}

const PAUSE_MS = 100
/** Jobs in one message: a folder of 100,000 photos must not become one of 40 MB. */
const CHUNK = 1000

export interface FeedSource {
  paused(): boolean
  /** Undefined for a job that is gone. */
  job(id: string): Job | undefined
  /** Jobs a new watcher is told of first. */
  unfinished(): string[]
}

/** Tells watchers about jobs, each at most ten times a second however fast it goes. */
export function createFeed(source: FeedSource): Feed {
  const listeners = new Set<(snapshot: JobsSnapshot) => void>()
  const touched = new Set<string>()
  let timer: NodeJS.Timeout | undefined

  const snapshot = (ids: readonly string[]): JobsSnapshot => ({
    paused: source.paused(),
    jobs: ids.flatMap((id) => source.job(id) ?? []),
  })
  const tell = () => {
    timer = undefined
    const some = [...touched].slice(0, CHUNK)
    for (const id of some) touched.delete(id)
    if (touched.size > 0) schedule()
    const told = snapshot(some)
    for (const listener of listeners) listener(told)
  }
  const schedule = () => {
    timer ??= setTimeout(tell, PAUSE_MS).unref()
  }
  /** The queue as it is, a chunk at a time: other calls are answered in between. */
  const introduce = (listener: (told: JobsSnapshot) => void, ids: readonly string[]) => {
    listener(snapshot(ids.slice(0, CHUNK)))
    const rest = ids.slice(CHUNK)
    if (rest.length === 0) return
    setImmediate(() => {
      if (listeners.has(listener)) introduce(listener, rest)
    })
  }
  return {
    touch: (ids) => {
      if (listeners.size === 0) return
      for (const id of ids) touched.add(id)
      schedule()
    },
    watch: (listener) => {
      listeners.add(listener)
      introduce(listener, source.unfinished())
      return () => void listeners.delete(listener)
    },
    close: () => {
      clearTimeout(timer)
      listeners.clear()
    },
  }
}
