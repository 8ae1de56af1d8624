import { holidayNames, holidayOf } from './holidays.ts'
import {
  after,
  before,
  centuryOf,
  dayOf,
  decadeOf,
  laterYear,
  marked,
  monthOf,
  oneOf,
  partOfDecade,
  seasons,
  since,
  span,
  until,
  yearOf,
} from './parts.ts'

const digits = '〇一二三四五六七八九'
const digitOf = (sign: string): number => digits.indexOf(sign.replace(/[零○]/, '〇'))

/** `一九三五` is 1935, `二十四` 24, `十` 10. */
function withNumbers(text: string): string {
  return text
    .replaceAll(/([一二三四五六七八九])?十([一二三四五六七八九])?/g, (_, tens: string, ones: string) =>
      String((tens ? digitOf(tens) : 1) * 10 + (ones ? digitOf(ones) : 0)),
    )
    .replaceAll(/[〇零○一二三四五六七八九]/g, (sign) => String(digitOf(sign)))
}

type Rule = readonly [form: RegExp, make: (...found: string[]) => string | undefined]
const seasonNames: Readonly<Record<string, number>> = {
  春: seasons.spring,
  夏: seasons.summer,
  秋: seasons.autumn,
  冬: seasons.winter,
}
const parts = { 初: 'early', 早: 'early', 中: 'mid', 末: 'late', 晚: 'late', 后: 'late' } as const

/** Years of the Republic of China, which families wrote until 1949 and write in Taiwan: its first was 1912. */
const republic = (year: string): number => Number(year) + 1911

const simple: readonly Rule[] = [
  [/^(\d{4})年?$/, (y) => yearOf(y)],
  [/^民国(\d{1,3})年$/, (y) => yearOf(republic(y))],
  [/^民国(\d{1,3})年(\d{1,2})月$/, (y, m) => monthOf(republic(y), m)],
  [/^民国(\d{1,3})年(\d{1,2})月(\d{1,2})[日号]$/, (y, m, d) => dayOf(republic(y), m, d)],
  [/^(?:上世纪|(\d{2})世纪)?(\d)0年代([初早中末晚后])?期?$/, (century, two, part) => decade(century, two, part)],
  [/^(\d{3})0年代([初早中末晚后])?期?$/, (three, part) => decade(undefined, three, part)],
  [/^(\d{2})世纪$/, (number) => centuryOf(Number(number))],
  [/^(\d{4})年?的?([春夏秋冬])[天季]?$/, (y, name) => `${yearOf(y)}-${seasonNames[name]}`],
  [new RegExp(`^(\\d{4})年的?(${holidayNames})$`), (y, name) => holidayOf(name ?? '', y ?? '')],
  [/^(\d{4})年?[-–—至到](\d{2})年$/, (y, two) => years(y, two, span)],
  [/^(\d{4})\/(\d{2})年$/, (y, two) => years(y, two, oneOf)],
  [/^(\d{4})年(\d{1,2})月份?$/, (y, m) => monthOf(y, m)],
  [/^(\d{4})年(\d{1,2})月(\d{1,2})[日号]$/, (y, m, d) => dayOf(y, m, d)],
]

function years(from = '', two = '', join = span): string | undefined {
  const to = laterYear(from, two)
  return to === undefined ? undefined : join(from, to)
}

function decade(century: string | undefined, digit: string, part: string | undefined): string {
  const three = digit.length === 3 ? digit : `${century === undefined ? 19 : Number(century) - 1}${digit}`
  const edtf = decadeOf(three)
  return part === undefined ? edtf : partOfDecade(edtf, parts[part as keyof typeof parts])
}

const about = /^(?:大约|大概|约|差不多)(?:是|在|于)?|(?:左右|前后|上下)$/g
const perhaps = /^(?:可能|也许|或许)(?:是|在)?|\?$/g

const bounds: readonly (readonly [RegExp, (edtf: string) => string])[] = [
  [/(?:以前|之前|前)$/, before],
  [/(?:以后|之后|后)$/, after],
  [/(?:以来|起)$/, since],
]

/** @param text compatibility form */
export function chinese(text: string): string | undefined {
  const plain = withNumbers(text.replaceAll(' ', ''))
  const one = oneDate(plain)
  if (one !== undefined) return one
  const spanned = /^从?(.+?)(?:至|到|和|-|–|—|~)(.+?)(之间|间)?$/.exec(plain)
  if (spanned) {
    const [from, to] = [oneDate(spanned[1] ?? ''), oneDate(spanned[2] ?? '')]
    if (from !== undefined && to !== undefined) return (spanned[3] === undefined ? span : oneOf)(from, to)
  }
  const limit = /^(?:直到|截至|到)(.+?)(?:为止)?$/.exec(plain)
  const last = limit ? oneDate(limit[1] ?? '') : undefined
  if (last !== undefined) return until(last)
  for (const [word, make] of bounds) {
    const bound = word.test(plain) ? oneDate(plain.replace(word, '')) : undefined
    if (bound !== undefined) return make(bound)
  }
  return undefined
}

function oneDate(text: string): string | undefined {
  const certain = text.replaceAll(perhaps, '')
  const plain = certain.replaceAll(about, '')
  for (const [form, make] of simple) {
    const found = form.exec(plain)
    const edtf = found && make(...found.slice(1))
    if (edtf) return marked(edtf, plain !== certain, certain !== text)
  }
  return undefined
}
