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
  /** What a new watcher is told first. */
  all(): Job[]
}

/** Tells watchers about jobs, each at most ten times a second however fast it goes. */
export function createFeed(source: FeedSource): Feed {
  const listeners = new Set<(snapshot: JobsSnapshot) => void>()
  const touched = new Set<string>()
  let timer: NodeJS.Timeout | undefined

  const tell = () => {
    timer = undefined
    const jobs = [...touched].flatMap((id) => source.job(id) ?? [])
    touched.clear()
    for (const snapshot of chunks(source.paused(), jobs)) for (const listener of listeners) listener(snapshot)
  }
  return {
    touch: (ids) => {
      if (listeners.size === 0) return
      for (const id of ids) touched.add(id)
      timer ??= setTimeout(tell, PAUSE_MS).unref()
    },
    watch: (listener) => {
      for (const snapshot of chunks(source.paused(), source.all())) listener(snapshot)
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    close: () => {
      clearTimeout(timer)
      listeners.clear()
    },
  }
}

/** At least one, so that a watcher of an empty queue learns that it is empty. */
function* chunks(paused: boolean, jobs: Job[]): Generator<JobsSnapshot> {
  for (let from = 0; from === 0 || from < jobs.length; from += CHUNK) {
    yield { paused, jobs: jobs.slice(from, from + CHUNK) }
  }
}
