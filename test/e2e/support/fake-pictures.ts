import type { Original, OriginalSummary } from '../../../src/shared/entities.ts'

const shapes = [
  [400, 300],
  [300, 400],
  [400, 400],
  [600, 300],
  [350, 500],
] as const

/** A library that does not exist. */
export interface FakeLibrary {
  readonly total: number
  /** EDTF, and the key by which it is sorted. */
  readonly dateAt: (index: number) => { readonly date: string; readonly timeKey: string }
  readonly timeline: readonly { readonly key: string; readonly count: number }[]
}

const yearAt = (index: number): number => 1880 + Math.floor(index / 1000)

export const thousandAYear = (total: number): FakeLibrary => ({
  total,
  dateAt: (index) => ({ date: `${yearAt(index)}`, timeKey: `${yearAt(index)}#` }),
  timeline: Array.from({ length: Math.ceil(total / 1000) }, (_, year) => ({
    key: `${yearAt(year * 1000)}`,
    count: Math.min(1000, total - year * 1000),
  })),
})

/** All of them taken at one wedding. */
export const oneDayOf = (total: number): FakeLibrary => ({
  total,
  dateAt: () => ({ date: '1951-06-15', timeKey: '1951-06-15' }),
  timeline: [{ key: '1951', count: total }],
})

/** Picture number `index` of a library that does not exist; always the same one. */
export function summaryAt({ dateAt }: FakeLibrary, index: number): OriginalSummary {
  const [width, height] = shapes[(index * 7) % shapes.length] ?? shapes[0]
  return {
    id: `p${index}`,
    name: `photo-${index}.jpg`,
    kind: 'image',
    width,
    height,
    ...dateAt(index),
    rating: 0,
    flag: 0,
    restorations: 0,
    imagined: 0,
    colourIsGuess: index % 11 === 0,
    missing: index % 13 === 0,
    backs: 0,
    children: 0,
    thumb: `thumb/${index}`,
    restoredThumb: null,
  }
}

export const originalAt = (library: FakeLibrary, index: number): Original => ({
  ...summaryAt(library, index),
  sha256: 'f'.repeat(64),
  path: `/photos/photo-${index}.jpg`,
  bytes: 123_456,
  format: 'jpeg',
  bitDepth: 8,
  hasProfile: false,
  importedAt: '2026-01-01T00:00:00.000Z',
  note: '',
  facts: [],
  view: `view/${index}`,
  full: `full/${index}`,
})
