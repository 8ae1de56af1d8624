/** The days an EDTF date covers, as ISO dates, both included; null where it is open. */
export interface DateRange {
  readonly min: string | null
  readonly max: string | null
}

const pad = (value: number, digits: number): string => String(value).padStart(digits, '0')
const lastDay = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate()

/** First and last month of the EDTF seasons 21 (spring) to 24 (winter, into the next year), northern hemisphere. */
const seasons: Readonly<Record<string, readonly [number, number]>> = {
  '21': [3, 5],
  '22': [6, 8],
  '23': [9, 11],
  '24': [12, 14],
}

/**
 * The range of an EDTF level 0 or 1 date: `1935`, `1935-06`, `1935-06-01`, `193X`, `1935-XX`, `1951-22`, intervals
 * `1930/1939` and `../1948`, each part with an uncertainty mark `?`, `~` or `%`; and level 2's `[1932..1937]`.
 * Uncertainty does not widen the range: nobody can say by how much.
 * @returns undefined when `edtf` is none of these
 */
export function dateRange(edtf: string): DateRange | undefined {
  const interval = /^\[(.*)\.\.(.*)\]$/.exec(edtf) ?? /^([^/]*)\/([^/]*)$/.exec(edtf)
  if (!interval) return dayRange(edtf)
  const [from = '', to = ''] = interval.slice(1)
  const open = (part: string) => part === '' || part === '..'
  const first = open(from) ? { min: null, max: null } : dayRange(from)
  const last = open(to) ? { min: null, max: null } : dayRange(to)
  if (!first || !last || (open(from) && open(to))) return undefined
  if (first.min !== null && last.max !== null && first.min > last.max) return undefined
  return { min: first.min, max: last.max }
}

function dayRange(text: string): DateRange | undefined {
  const parts = /^(\d{2}(?:\d\d|\dX|XX))(?:-(\d\d|XX)(?:-(\d\d|XX))?)?[?~%]?$/.exec(text)
  if (!parts) return undefined
  const [, year = '', month, day] = parts
  const from = Number(year.replaceAll('X', '0'))
  const to = Number(year.replaceAll('X', '9'))
  if (from === 0 || (from !== to && month !== undefined)) return undefined
  if (month === undefined || (month === 'XX' && (day === undefined || day === 'XX'))) {
    return { min: `${pad(from, 4)}-01-01`, max: `${pad(to, 4)}-12-31` }
  }
  const season = seasons[month]
  if (season && day === undefined) return monthRange(from, season[0], season[1])
  const number = Number(month)
  if (!(number >= 1 && number <= 12)) return undefined
  if (day === undefined || day === 'XX') return monthRange(from, number, number)
  if (Number(day) < 1 || Number(day) > lastDay(from, number)) return undefined
  return { min: `${year}-${month}-${day}`, max: `${year}-${month}-${day}` }
}

/** @param to last month; past 12 it lies in the next year */
function monthRange(year: number, from: number, to: number): DateRange {
  const endYear = to > 12 ? year + 1 : year
  const endMonth = to > 12 ? to - 12 : to
  const end = `${pad(endYear, 4)}-${pad(endMonth, 2)}-${pad(lastDay(endYear, endMonth), 2)}`
  return { min: `${pad(year, 4)}-${pad(from, 2)}-01`, max: end }
}
