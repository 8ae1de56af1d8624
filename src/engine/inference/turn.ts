/**
 * Lets one network of this process run at a time. A network takes all the cores it may have; two at once would not be
 * done earlier together, and each would wait for the other's threads. Shared by worker threads through memory.
 */
export interface Turn {
  /** Blocks the thread until the others are done; never called on the main thread. */
  take(): void
  give(): void
}

const FREE = 0
const TAKEN = 1

export const createTurnMemory = (): SharedArrayBuffer => new SharedArrayBuffer(4)

/** @param memory of `createTurnMemory`, the same for all who wait for one another */
export function turnOn(memory: SharedArrayBuffer): Turn {
  const lock = new Int32Array(memory)
  return {
    take: () => {
      while (Atomics.compareExchange(lock, 0, FREE, TAKEN) !== FREE) Atomics.wait(lock, 0, TAKEN)
    },
    give: () => {
      Atomics.store(lock, 0, FREE)
      Atomics.notify(lock, 0, 1)
    },
  }
}
