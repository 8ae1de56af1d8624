import { setImmediate } from 'node:timers/promises'
import { throwIfCancelled } from '../catalog/failures.ts'
import { explained } from '../catalog/sqlite-errors.ts'

/** Ten thousand rows take about a second: in between, others have their turn. */
export async function inPortions(
  ids: readonly string[],
  signal: AbortSignal,
  work: (some: readonly string[]) => void,
): Promise<void> {
  for (let i = 0; i < ids.length; i += 500) {
    throwIfCancelled(signal)
    explained(() => work(ids.slice(i, i + 500)))
    await setImmediate()
  }
}
