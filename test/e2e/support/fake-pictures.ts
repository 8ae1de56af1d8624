import type { Original, OriginalSummary } from '../../../src/shared/entities.ts'

const shapes = [
  [400, 300],
  [300, 400],
  [400, 400],
  [600, 300],
  [350, 500],
] as const

export const yearAt = (index: number): number => 1880 + Math.floor(index / 1000)

/** Picture number `index` of a library that does not exist; always the same one. */
export function summaryAt(index: number): OriginalSummary {
  const [width, height] = shapes[(index * 7) % shapes.length] ?? shapes[0]
  return {
    id: `p${index}`,
    name: `photo-${index}.jpg`,
    kind: 'image',
    width,
    height,
    date: `${yearAt(index)}`,
    timeKey: `${yearAt(index)}#`,
    rating: 0,
    flag: 0,
    restorations: 0,
    colourIsGuess: index % 11 === 0,
    missing: index % 13 === 0,
    backs: 0,
    children: 0,
    thumb: `thumb/${index}`,
    restoredThumb: null,
  }
}

export const originalAt = (index: number): Original => ({
  ...summaryAt(index),
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

/** A thousand pictures a year. */
export const fakeTimeline = (total: number) =>
  Array.from({ length: Math.ceil(total / 1000) }, (_, year) => ({
    key: `${yearAt(year * 1000)}`,
    count: Math.min(1000, total - year * 1000),
  }))
