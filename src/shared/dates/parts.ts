/** Makers of EDTF, shared by the languages. Numbers as typed; whether such a day exists is looked at in the end. */
const pad = (value: number | string, digits = 2): string => String(value).padStart(digits, '0')

export const yearOf = (year: number | string): string => pad(year, 4)
export const monthOf = (year: number | string, month: number | string): string => `${yearOf(year)}-${pad(month)}`
export const dayOf = (year: number | string, month: number | string, day: number | string): string =>
  `${monthOf(year, month)}-${pad(day)}`

/** `193` is the 1930s. */
export const decadeOf = (firstThree: number | string): string => `${firstThree}X`
/** The 20th century is the years 19XX. */
export const centuryOf = (number: number): string => `${pad(number - 1)}XX`

export const seasons = { spring: 21, summer: 22, autumn: 23, winter: 24 } as const

/** Only years may be shifted without inventing a day. */
const isYear = (edtf: string): boolean => /^\d{4}$/.test(edtf)
const decadeStart = (edtf: string): string => edtf.replace(/X$/, '0')
const decadeEnd = (edtf: string): string => edtf.replace(/X$/, '9')

/** Before a year or a decade ends with the year in front of it; before anything finer, with that itself. */
export function before(edtf: string): string {
  const start = decadeStart(edtf)
  return isYear(start) ? `../${yearOf(Number(start) - 1)}` : `../${edtf}`
}
export function after(edtf: string): string {
  const end = decadeEnd(edtf)
  return isYear(end) ? `${yearOf(Number(end) + 1)}/..` : `${edtf}/..`
}
export const until = (edtf: string): string => `../${decadeEnd(edtf)}`
export const since = (edtf: string): string => `${decadeStart(edtf)}/..`
export const span = (from: string, to: string): string => `${from}/${to}`
/** Some day between two, nobody knows which. */
export const oneOf = (from: string, to: string): string => `[${decadeStart(from)}..${decadeEnd(to)}]`

/**
 * The year that two digits after another year mean: 40 after 1935 is 1940. Undefined where they may be a month
 * (`1905-08`) or do not go on from it.
 */
export function laterYear(year: string, two: string): string | undefined {
  const later = `${year.slice(0, 2)}${two}`
  return Number(two) > 12 && later > year ? later : undefined
}

/** A third of a decade: `194X` and `late` are the years 1947 to 1949. */
export function partOfDecade(decade: string, part: 'early' | 'mid' | 'late'): string {
  const [from, to] = { early: [0, 3], mid: [4, 6], late: [7, 9] }[part] as [number, number]
  return span(decade.replace('X', String(from)), decade.replace('X', String(to)))
}

/** Marks a simple date as approximate and uncertain; a span is vague already. */
export function marked(edtf: string, approximate: boolean, uncertain: boolean): string {
  const mark = approximate ? (uncertain ? '%' : '~') : uncertain ? '?' : ''
  return mark === '' || /[/[~?%]/.test(edtf) ? edtf : `${edtf}${mark}`
}
