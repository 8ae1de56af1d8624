export interface InOrder<T> {
  /** Number `index` is done, with or without something to pass on. Every index settles once. */
  settle(index: number, value: T | undefined): void
  /** Passes on what waits for others that never came. */
  release(): void
}

/** Passes values on in the order of their index, however work on them ends: what is worked on side by side stays sorted. */
export function inOrder<T>(pass: (value: T) => void): InOrder<T> {
  const waiting = new Map<number, T | undefined>()
  let next = 0
  return {
    settle: (index, value) => {
      waiting.set(index, value)
      while (waiting.has(next)) {
        const ready = waiting.get(next)
        waiting.delete(next++)
        if (ready !== undefined) pass(ready)
      }
    },
    release: () => {
      const rest = [...waiting].toSorted(([a], [b]) => a - b)
      waiting.clear()
      for (const [, value] of rest) if (value !== undefined) pass(value)
    },
  }
}
