/**
 * EXIF times are `YYYY:MM:DD HH:MM:SS`, with blanks or zeros for what is unknown. A day that cannot be, and the dates
 * cameras show after their battery died, are told apart: the first are dropped, the second are not ours to judge.
 * @returns an EDTF date (ISO 8601-2) of the precision the text really has, or undefined
 */
export function edtfOfExif(text: string): string | undefined {
  const match = /^(\d{4})[:\-/.](\d\d|\s\s)(?:[:\-/.](\d\d|\s\s))?(?!\d)/.exec(text)
  if (!match || match[1] === '0000') return undefined
  const [, year = '', month = '', day = ''] = match
  if (!/^(0[1-9]|1[0-2])$/.test(month)) return /^(00|\s\s)$/.test(month) ? year : undefined
  if (/^(00|\s\s|)$/.test(day)) return `${year}-${month}`
  return Number(day) <= daysOf(Number(year), Number(month)) ? `${year}-${month}-${day}` : undefined
}

const daysOf = (year: number, month: number): number => {
  const last = new Date(0)
  last.setUTCFullYear(year, month, 0)
  return last.getUTCDate()
}
