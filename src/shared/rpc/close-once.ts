export interface CloseOnce {
  readonly closed: boolean
  readonly onClose: (listener: () => void) => void
  readonly close: () => void
}

/** An end that comes once. Who asks after it has come is told too, so that no call waits for a port that is dead. */
export function closeOnce(): CloseOnce {
  const listeners: (() => void)[] = []
  let closed = false
  return {
    get closed() {
      return closed
    },
    onClose: (listener) => {
      if (closed) void Promise.resolve().then(listener)
      else listeners.push(listener)
    },
    close: () => {
      if (closed) return
      closed = true
      for (const listener of listeners) listener()
    },
  }
}
