import { dayOf } from './parts.ts'

/** Days with a name that people write on the backs of photos; each is said by name, none is invented. */
const fixed: Readonly<Record<string, readonly [month: number, day: number]>> = {
  "new year's day": [1, 1],
  'christmas eve': [12, 24],
  christmas: [12, 25],
  xmas: [12, 25],
  'christmas day': [12, 25],
  'boxing day': [12, 26],
  "new year's eve": [12, 31],
  元旦: [1, 1],
  平安夜: [12, 24],
  圣诞: [12, 25],
  圣诞节: [12, 25],
}

/** Days from Easter Sunday on. */
const moving: Readonly<Record<string, number>> = {
  'good friday': -2,
  'easter sunday': 0,
  'easter monday': 1,
  easter: 0,
  复活节: 0,
}

/** The names as a form, the longest first. */
export const holidayNames = [...Object.keys(fixed), ...Object.keys(moving)]
  .sort((a, b) => b.length - a.length)
  .join('|')

/**
 * Christmas is a day. "Easter" is Easter Sunday, but only about: people mean some days by it, and the eastern churches
 * keep it up to five weeks later; who says "Easter Sunday" has said the day.
 */
export function holidayOf(name: string, year: string): string | undefined {
  const same = fixed[name]
  if (same) return dayOf(year, ...same)
  const fromEaster = moving[name]
  if (fromEaster === undefined) return undefined
  const day = new Date(easterSunday(Number(year)) + fromEaster * 86_400_000)
  const about = name === 'easter' || name === '复活节' ? '~' : ''
  return `${day.toISOString().slice(0, 10)}${about}`
}

/** The Gregorian computus (Meeus/Jones/Butcher), as milliseconds. */
function easterSunday(year: number): number {
  const golden = year % 19
  const century = Math.floor(year / 100)
  const leaps = Math.floor(century / 4)
  const moonShift = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3)
  const epact = (19 * golden + century - leaps - moonShift + 15) % 30
  const [quarter, rest] = [Math.floor((year % 100) / 4), year % 4]
  const toSunday = (32 + 2 * (century % 4) + 2 * quarter - epact - rest) % 7
  const late = Math.floor((golden + 11 * epact + 22 * toSunday) / 451)
  const days = epact + toSunday - 7 * late + 114
  return Date.UTC(year, Math.floor(days / 31) - 1, (days % 31) + 1)
}
