import { engine } from '../transport/services.ts'
import { keys, queryClient } from './queries.ts'

/** At most so often the lists are read again while an import runs. */
const calmMs = 600

/**
 * Reads again what the engine says has changed. After a lost connection everything is read again, because nobody told
 * what happened meanwhile.
 * @returns stops it
 */
export function followChanges(): () => void {
  let waiting: ReturnType<typeof setTimeout> | undefined
  const touched = new Set<string>()

  const refresh = () => {
    waiting = undefined
    void queryClient.invalidateQueries({ queryKey: keys.lists })
    for (const queryKey of [keys.counts, keys.albums, keys.labels]) void queryClient.invalidateQueries({ queryKey })
    for (const id of touched) void queryClient.invalidateQueries({ queryKey: keys.original(id) })
    touched.clear()
  }
  const soon = () => {
    waiting ??= setTimeout(refresh, calmMs)
  }
  const stop = engine.watch(
    'catalog.watch',
    {},
    ({ originals }) => {
      for (const id of originals) touched.add(id)
      soon()
    },
    () => {
      void queryClient.invalidateQueries({ queryKey: keys.originals })
      soon()
    },
  )
  return () => {
    clearTimeout(waiting)
    stop()
  }
}
