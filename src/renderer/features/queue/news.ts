import type { Job } from '../../../shared/entities.ts'

/** Jobs that ended well since the last time it was told. */
export interface News {
  readonly restored: readonly Job[]
  /** Nothing had to be done. */
  readonly leftAlone: readonly Job[]
}

/**
 * Collects what went well, to be told when nothing is left to do: a batch is one piece of news, not one per picture.
 * @returns takes jobs whose state changed and how many are still active; gives the news once there are none
 */
export function collectNews(): (changed: readonly Job[], active: number) => News | undefined {
  let ended: Job[] = []
  return (changed, active) => {
    ended.push(...changed.filter(({ state }) => state === 'done'))
    if (active > 0 || ended.length === 0) return undefined
    const all = ended
    ended = []
    return {
      restored: all.filter(({ restorationId }) => restorationId !== null),
      leftAlone: all.filter(({ restorationId }) => restorationId === null),
    }
  }
}
