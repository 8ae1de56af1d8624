import { chinese } from './chinese.ts'
import { dateRange } from './edtf.ts'
import { english } from './english.ts'
import { laterYear } from './parts.ts'

/**
 * `1921-24` is the winter of 1921 in EDTF, but who types it means the years from one to the other; where no year can go on
 * so (`1951-22`), and with a mark that only EDTF has (`1921-24~`), it stays a season.
 */
function isSpanOfYears(text: string): boolean {
  const [, year, two] = /^(\d{4})-(2[1-4])\??$/.exec(text) ?? []
  return year !== undefined && two !== undefined && laterYear(year, two) !== undefined
}

/**
 * What a person means by a date they type, as EDTF (ISO 8601-2): `c. 1935` is `1935~`, `summer 1951` `1951-22`,
 * `1940s` `194X`, `before 1920` `../1919`, `between 1914 and 1918` `[1914..1918]`, `约1935年` `1935~`, `三十年代` `193X`.
 * Never more precise than what was said; where two readings are possible (`3/4/1951`) there is none.
 * @returns null for "nobody knows" and for nothing at all; undefined for what is not understood
 */
export function understandDate(text: string): string | null | undefined {
  const plain = text.normalize('NFKC').trim().replaceAll(/\s+/g, ' ').replaceAll('’', "'")
  if (plain === '' || /^(unknown|undated|no date|not known( yet)?|未知|不详|不知道|没有日期|无日期)\.?$/i.test(plain))
    return null
  if (!isSpanOfYears(plain) && dateRange(plain.toUpperCase())) return plain.toUpperCase()
  const said = english(plain.toLowerCase()) ?? chinese(plain)
  return said !== undefined && dateRange(said) ? said : undefined
}
