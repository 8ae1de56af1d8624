import type { Host } from '../shared/host.ts'
import type { EventOf } from '../shared/rpc/contract.ts'

export type HostEvent = EventOf<Host['host.watch']>
type Emit = (event: HostEvent) => void

/**
 * The pages that listen to the shell. Files opened before any page listens wait for the first that does; a menu
 * command without a listener is forgotten, because nobody would expect it to happen later.
 */
export function createWatchers() {
  const watching = new Map<Emit, number>()
  let waiting: HostEvent[] = []

  return {
    /** @returns a promise that settles when the page stops listening */
    watch(page: number, emit: Emit, signal: AbortSignal): Promise<null> {
      watching.set(emit, page)
      for (const event of waiting) emit(event)
      waiting = []
      return new Promise((resolve) => {
        const stop = () => {
          watching.delete(emit)
          resolve(null)
        }
        if (signal.aborted) stop()
        else signal.addEventListener('abort', stop, { once: true })
      })
    },
    command(page: number, command: string): void {
      for (const [emit, watcher] of watching) if (watcher === page) emit({ kind: 'command', command })
    },
    /** Tells the page that listens longest. */
    opened(grants: string[]): void {
      const event: HostEvent = { kind: 'opened', grants }
      const [first] = watching.keys()
      if (first) first(event)
      else waiting.push(event)
    },
  }
}
export type Watchers = ReturnType<typeof createWatchers>
