import { chinese } from './chinese.ts'
import { dateRange } from './edtf.ts'
import { english } from './english.ts'

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
  if (dateRange(plain.toUpperCase())) return plain.toUpperCase()
  const said = english(plain.toLowerCase()) ?? chinese(plain)
  return said !== undefined && dateRange(said) ? said : undefined
}
