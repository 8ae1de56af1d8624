import type { Original, OriginalSummary } from '../../../src/shared/entities.ts'

const shapes = [
  [400, 300],
  [300, 400],
  [400, 400],
  [600, 300],
  [350, 500],
] as const

/** Picture number `index` of a library that does not exist; always the same one. */
export function summaryAt(index: number): OriginalSummary {
  const [width, height] = shapes[(index * 7) % shapes.length] ?? shapes[0]
  return {
    id: `p${index}`,
    name: `photo-${index}.jpg`,
    kind: 'image',
    width,
    height,
    date: `${1880 + Math.floor(index / 1000)}`,
    rating: 0,
    restorations: 0,
    colourIsGuess: index % 11 === 0,
    missing: index % 13 === 0,
    thumb: `thumb/${index}`,
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
