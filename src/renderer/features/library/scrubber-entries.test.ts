import { describe, expect, test } from 'vitest'
import { entryAt, indexOfEntry, labelled, startsOf } from './scrubber-entries.ts'

const years = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => ({ key: String(from + i), count: 5 }))

describe('the scrubber', () => {
  const entries = startsOf([...years(1890, 1990), { key: '', count: 7 }])

  test('knows where each year begins and which one a picture belongs to', () => {
    expect(entries[2]).toEqual({ key: '1892', count: 5, start: 10 })
    expect(indexOfEntry(entries, 0)).toBe(0)
    expect(indexOfEntry(entries, 14)).toBe(2)
    expect(indexOfEntry(entries, 100_000)).toBe(101)
  })

  test('finds the year at a height', () => {
    expect([entryAt(102, -1), entryAt(102, 0.5), entryAt(102, 2)]).toEqual([0, 51, 101])
  })

  test('labels all where there is room', () => expect(labelled(entries, 200).size).toBe(102))

  test('labels decades where there is not, the first and the last always, none upon another', () => {
    const shown = [...labelled(entries, 25)].toSorted((a, b) => a - b)
    expect(shown.length).toBeLessThanOrEqual(26)
    expect(shown[0]).toBe(0)
    expect(shown.at(-1)).toBe(101)
    expect(shown.filter((i) => entries[i]?.key.endsWith('0')).length).toBeGreaterThan(8)
    const gaps = shown.slice(1).map((at, i) => at - (shown[i] ?? 0))
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(102 / 25)
  })
})
