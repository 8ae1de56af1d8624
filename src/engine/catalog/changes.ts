export interface Changed {
  readonly originals: readonly string[]
  readonly restorations: readonly string[]
}

export interface Changes {
  /** Says that rows were added, changed or removed. */
  touch(changed: Partial<Changed>): void
  /** @returns a function that ends the watch */
  watch(listener: (changed: Changed) => void): () => void
}

/** Collects the ids of changed rows and tells them together, at most once per `pause` ms and 1,000 ids at a time. */
export function createChanges(pause = 100): Changes {
  const listeners = new Set<(changed: Changed) => void>()
  const originals = new Set<string>()
  const restorations = new Set<string>()
  let timer: NodeJS.Timeout | undefined

  const take = (ids: Set<string>): string[] => {
    const some = [...ids].slice(0, 1000)
    for (const id of some) ids.delete(id)
    return some
  }
  const tell = () => {
    const changed = { originals: take(originals), restorations: take(restorations) }
    timer = undefined
    if (originals.size + restorations.size > 0) schedule()
    for (const listener of listeners) listener(changed)
  }
  // Unreferenced: news nobody waits for must not keep a process alive.
  const schedule = () => {
    if (!timer) timer = setTimeout(tell, pause).unref()
  }

  return {
    touch: (changed) => {
      if (listeners.size === 0) return
      for (const id of changed.originals ?? []) originals.add(id)
      for (const id of changed.restorations ?? []) restorations.add(id)
      if (originals.size + restorations.size > 0) schedule()
    },
    watch: (listener) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
  }
}
