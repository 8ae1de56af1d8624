import type { TimeGroup } from '../../../shared/dates/time-key.ts'

export interface ScrubberEntry extends TimeGroup {
  /** Number of its first picture. */
  readonly start: number
}

export function startsOf(groups: readonly TimeGroup[]): ScrubberEntry[] {
  let start = 0
  return groups.map((group) => {
    const entry = { ...group, start }
    start += group.count
    return entry
  })
}

/** The entry that picture `first` belongs to. */
export const indexOfEntry = (entries: readonly ScrubberEntry[], first: number): number =>
  Math.max(
    0,
    entries.findLastIndex((entry) => entry.start <= first),
  )

/** The entry at a height between 0 (top) and 1. */
export const entryAt = (count: number, share: number): number =>
  Math.min(count - 1, Math.max(0, Math.floor(share * count)))

const isDecade = (key: string) => /^\d{3}0$/.test(key)

/**
 * Which entries get a label where there is room for `room` of them: all, or else the full decades as far as they leave
 * room between each other; the first and the last always.
 */
export function labelled(entries: readonly TimeGroup[], room: number): ReadonlySet<number> {
  const all = entries.map((_, index) => index)
  if (entries.length <= room) return new Set(all)
  const apart = entries.length / Math.max(1, room)
  const chosen = [entries.length - 1]
  const isFree = (index: number) => chosen.every((other) => Math.abs(other - index) >= apart)
  const preferred = [...all.filter((index) => index === 0 || isDecade(entries[index]?.key ?? '')), ...all]
  for (const index of preferred) if (isFree(index)) chosen.push(index)
  return new Set(chosen)
}
