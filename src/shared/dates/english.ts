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

const monthNames = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')
const month =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?'
const year = '(\\d{4})'
const day = '(\\d{1,2})(?:st|nd|rd|th)?'
const numberOf = (name: string): number => monthNames.indexOf(name.slice(0, 3)) + 1

type Rule = readonly [form: RegExp, make: (...found: string[]) => string | undefined]
const rule = (form: string, make: Rule[1]): Rule => [new RegExp(`^${form}$`), make]

/** One day, month, season, year, decade or century. */
const simple: readonly Rule[] = [
  rule(year, (y) => yearOf(y)),
  rule(`(?:the )?(early|mid|late)?[ -]*(?:the )?(\\d{3})0'?s`, (part, three) => decade(decadeOf(three ?? ''), part)),
  rule(`(?:the )?(early|mid|late)?[ -]*(?:the )?'?(\\d)0'?s`, (part, two) => decade(decadeOf(`19${two}`), part)),
  rule(`(?:the )?(\\d{1,2})(?:st|nd|rd|th) century`, (number) => centuryOf(Number(number))),
  rule(`(?:early |late )?(spring|summer|autumn|fall)(?: of|,)? ${year}`, (name, y) => `${yearOf(y)}-${seasonOf(name)}`),
  rule(`winter(?: of|,)? ${year}(?:[/-]\\d{2,4})?`, (y) => `${yearOf(y)}-${seasons.winter}`),
  rule(`(?:at |on )?(${holidayNames})(?: of|,)? ${year}`, (name, y) => holidayOf(name ?? '', y ?? '')),
  rule(`${month}(?: of|,)? ${year}`, (name, y) => monthOf(y, numberOf(name))),
  rule(`${year},? ${month}`, (y, name) => monthOf(y, numberOf(name))),
  rule(`${day}(?: of)? ${month},? ${year}`, (d, name, y) => dayOf(y, numberOf(name), d)),
  rule(`${month} ${day},? ${year}`, (name, d, y) => dayOf(y, numberOf(name), d)),
  rule(`${day}\\. ?(\\d{1,2})\\. ?${year}`, (d, m, y) => dayOf(y, m, d)),
  rule(`${year}[-./](\\d{1,2})[-./](\\d{1,2})`, (y, m, d) => dayOf(y, m, d)),
  rule(`(\\d{1,2})[-/](\\d{1,2})[-/]${year}`, slashed),
  rule(`(\\d{1,2})[./]${year}`, (m, y) => monthOf(y, m)),
]

const seasonOf = (name: string): number => seasons[name === 'fall' ? 'autumn' : (name as keyof typeof seasons)]

const decade = (edtf: string, part: string | undefined): string =>
  part === undefined ? edtf : partOfDecade(edtf, part as 'early' | 'mid' | 'late')

/** Day first or month first: only where one of them cannot be a month is it known. */
function slashed(first: string, second: string, y: string): string | undefined {
  const [a, b] = [Number(first), Number(second)]
  if (a > 12) return dayOf(y, b, a)
  if (b > 12) return dayOf(y, a, b)
  return a === b ? dayOf(y, a, b) : undefined
}

const circa =
  /^(?:circa|ca\.?|c(?:\.|(?![a-z]))|about|abt\.?|around|approx\.?|approximately|roughly|some time in|~)\s*(?=\S)/
const perhaps = /^(?:probably|perhaps|maybe|possibly)\s+|\s*\?$|\s*\((?:probably|perhaps|maybe|uncertain|\?)\)$/

const bounds: readonly (readonly [RegExp, (edtf: string) => string])[] = [
  [/^(?:before|pre|earlier than)[ -]/, before],
  [/^(?:after|post|later than)[ -]/, after],
  [/^(?:until|till|by|no later than|not after) /, until],
  [/^(?:since|no earlier than|not before) /, since],
]

/** @param text lower case, compatibility form, single blanks */
export function english(text: string): string | undefined {
  for (const [word, make] of bounds) {
    const rest = text.replace(word, '')
    if (rest === text) continue
    const bound = oneDate(rest)
    return bound === undefined ? undefined : make(bound)
  }
  const between = /^(?:some ?time )?between (.+) and (.+)$/.exec(text)
  if (between) return joined(between, oneOf)
  const short = shortSpan(text)
  if (short !== undefined) return short
  const spanned = /^(?:from )?(.+) (?:to|until|till) (.+)$/.exec(text) ?? /^(.+?) ?[-–—] ?(\d{4}.*)$/.exec(text)
  return oneDate(text) ?? (spanned ? joined(spanned, span) : undefined)
}

/** `1935-40` are the years from one to the other, `1935/36` one of both; "c." before them is said of both. */
function shortSpan(text: string): string | undefined {
  const plain = text.replace(perhaps, '').replace(circa, '')
  const [, from = '', sign, two = ''] = /^(\d{4}) ?([-–—/]) ?'?(\d{2})$/.exec(plain) ?? []
  const to = laterYear(from, two)
  if (to === undefined) return undefined
  if (sign === '/') return oneOf(from, to)
  const mark = (edtf: string) => marked(edtf, circa.test(text.replace(perhaps, '')), perhaps.test(text))
  return span(mark(from), mark(to))
}

function joined(found: RegExpExecArray, join: (from: string, to: string) => string): string | undefined {
  const [from, to] = [oneDate(found[1] ?? ''), oneDate(found[2] ?? '')]
  return from !== undefined && to !== undefined ? join(from, to) : undefined
}

function oneDate(text: string): string | undefined {
  const certain = text.replace(perhaps, '')
  const plain = certain.replace(circa, '')
  for (const [form, make] of simple) {
    const found = form.exec(plain)
    const edtf = found && make(...found.slice(1))
    if (edtf) return marked(edtf, plain !== certain, certain !== text)
  }
  return undefined
}
