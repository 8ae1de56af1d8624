/** How a gallery in order of time is divided. */
export const groupings = ['year', 'month', 'day'] as const
export type Grouping = (typeof groupings)[number]

/** The `time_key` of what has no date; it sorts behind all others. */
export const undated = '~'

/**
 * The group a picture belongs to, by its `time_key` (see migration 0007): `1951`, `1951-06`, `1951-06-15`, or the key
 * itself where the date is vaguer than the grouping: nobody invents a day. Undated is ``.
 */
export function groupOf(timeKey: string, by: Grouping): string {
  if (timeKey === undated) return ''
  if (timeKey[4] === '!') return timeKey
  if (by === 'year') return timeKey.slice(0, 4)
  if (by === 'day' || timeKey[4] === '#' || timeKey[7] === '!') return timeKey
  return timeKey.slice(0, 7)
}

/** The years a group or time key covers, both included; undefined for the undated. Open ends are 1 and 9999. */
export function yearsOf(key: string): { readonly from: number; readonly to: number } | undefined {
  if (key === '' || key === undated) return undefined
  const from = Number(key.slice(0, 4))
  return { from, to: key[4] === '!' ? Number(key.slice(5, 9)) : from }
}

/** A run of pictures of one group, in order of time. */
export interface TimeGroup {
  readonly key: string
  readonly count: number
}

/** Joins runs of equal groups. @param counts by `time_key`, in order */
export function foldGroups(counts: readonly TimeGroup[], by: Grouping): TimeGroup[] {
  const folded: { key: string; count: number }[] = []
  for (const { key, count } of counts) {
    const group = groupOf(key, by)
    const last = folded.at(-1)
    if (last?.key === group) last.count += count
    else folded.push({ key: group, count })
  }
  return folded
}

const isNextYear = (min: string, max: string) => Number(max.slice(0, 4)) === Number(min.slice(0, 4)) + 1

/** The `time_key` of a range of days, as the catalog makes it (migration 0007). */
export function timeKeyOf({ min, max }: { readonly min: string | null; readonly max: string | null }): string {
  const [from, to] = [min ?? '0001-01-01', max ?? '9999-12-31']
  if (from === to) return from
  if (from.slice(0, 7) === to.slice(0, 7)) return `${from.slice(0, 7)}#`
  const isWinter = from.slice(5) === '12-01' && to.slice(5, 9) === '02-2' && isNextYear(from, to)
  if (isWinter) return `${from.slice(0, 7)}!02`
  if (from.slice(0, 4) !== to.slice(0, 4)) return `${from.slice(0, 4)}!${to.slice(0, 4)}`
  if (from.slice(5) === '01-01' && to.slice(5) === '12-31') return `${from.slice(0, 4)}#`
  return `${from.slice(0, 7)}!${to.slice(5, 7)}`
}
