import type { TFunction } from 'i18next'
import { dateRange } from '../../shared/dates/edtf.ts'
import { timeKeyOf } from '../../shared/dates/time-key.ts'

const seasons = { '03!05': 'spring', '06!08': 'summer', '09!11': 'autumn', '12!02': 'winter' } as const

const monthOf = (key: string) => new Date(Date.UTC(Number(key.slice(0, 4)), Number(key.slice(5, 7)) - 1, 1))

/** A group of the gallery, or a time key, in words: `1951`, `1930s`, `June 1951`, `Summer 1951`, `Undated`. */
export function groupWords(key: string, language: string, t: TFunction): string {
  if (key === '' || key === '~') return t('library.undatedHeading')
  if (key[4] === '!') return spanWords(Number(key.slice(0, 4)), Number(key.slice(5, 9)), t)
  const year = String(Number(key.slice(0, 4)))
  const inYear = (date: Date, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language, { ...options, year: 'numeric', timeZone: 'UTC' }).format(date)
  if (key.length <= 5) return t('date.year', { year })
  const season = seasons[key.slice(5) as keyof typeof seasons]
  if (season) return t(`date.${season}`, { year })
  if (key[7] === '!') {
    const last = monthOf(`${key.slice(0, 4)}-${key.slice(8, 10)}`)
    const months = new Intl.DateTimeFormat(language, { year: 'numeric', month: 'long', timeZone: 'UTC' })
    return months.formatRange(monthOf(key), last)
  }
  if (key.length === 7 || key[7] === '#') return inYear(monthOf(key), { month: 'long' })
  return inYear(new Date(`${key}T00:00:00Z`), { month: 'long', day: 'numeric' })
}

function spanWords(from: number, to: number, t: TFunction): string {
  if (from === 1) return t('date.before', { year: to + 1 })
  if (to === 9999) return t('date.after', { year: from - 1 })
  if (from % 10 === 0 && to === from + 9) return t('date.decade', { year: from })
  return t('date.span', { from, to })
}

/** An EDTF date in words, its doubts with it: `c. 1935`, `1935?`, `Summer 1951`. The text itself where we know no words. */
export function dateWords(edtf: string, language: string, t: TFunction): string {
  const range = dateRange(edtf)
  if (!range) return edtf
  const words = groupWords(timeKeyOf(range), language, t)
  const mark = doubtOf(edtf)
  if (mark === '~') return t('date.about', { date: words })
  if (mark === '?') return t('date.perhaps', { date: words })
  return mark === '%' ? t('date.perhaps', { date: t('date.about', { date: words }) }) : words
}

const doubtOf = (edtf: string) => /[~?%]$/.exec(edtf)?.[0]

/** The days a date covers, to show before it is kept: `1 Jan 1930 – 31 Dec 1939`. Open ends are dots; doubts stay said. */
export function rangeWords(edtf: string, language: string, t: TFunction): string {
  const range = dateRange(edtf)
  if (!range) return ''
  const day = (iso: string | null) =>
    iso === null
      ? '…'
      : new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(`${iso}T00:00:00Z`))
  const days = range.min === range.max ? day(range.min) : `${day(range.min)} – ${day(range.max)}`
  const mark = doubtOf(edtf)
  if (mark === undefined) return days
  return t(mark === '?' ? 'date.perhapsDays' : 'date.aboutDays', { days })
}
