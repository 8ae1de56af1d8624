import { expect, test } from 'vitest'
import { viewFrom } from './view-store.ts'

const view = {
  shelf: 'films',
  filters: { rating: 3, person: 'anna', decade: 1930 },
  order: 'date',
  grouping: 'month',
  text: 'garden',
  rowHeight: 240,
} as const

test('what was on show is on show again', () => expect(viewFrom(view)).toEqual(view))

test('what is not known is left out by itself', () => {
  const kept = { ...view, shelf: 'attic', filters: { rating: 9, person: 'anna', smell: 'old' }, rowHeight: '12' }
  expect(viewFrom(kept)).toEqual({ ...view, shelf: 'all', filters: { person: 'anna' }, rowHeight: 180 })
})

test.each([undefined, null, 'x', { filters: 3 }])('%j is the first view', (kept) =>
  expect(viewFrom(kept)).toMatchObject({ shelf: 'all', filters: {}, text: '', order: 'imported' }),
)
