import { describe, expect, test, vi } from 'vitest'
import { engine } from '../../shared/engine.ts'
import { createChanges } from './changes.ts'
import { catalogStats } from './stats.ts'
import { openTemporary, someOriginal, someRecipe, someRestoration } from './testing.ts'

describe('settings', () => {
  test('change what is given and keep the rest, over the contract too', () => {
    const { settings } = openTemporary()
    expect(settings.get()).toMatchObject({ theme: 'auto', exportQuality: 95 })
    const change = engine['settings.set'].input
    settings.set(change.parse({ theme: 'dark' }))
    expect(settings.set(change.parse({ exportQuality: 80 }))).toMatchObject({ theme: 'dark', exportQuality: 80 })
  })

  test('survive a value of a later version', () => {
    const { db, settings } = openTemporary()
    settings.set({ theme: 'dark' })
    db.exec(`INSERT INTO settings VALUES ('device', '"npu"'), ('newThing', '1')`)
    expect(settings.get()).toMatchObject({ theme: 'dark', device: 'auto' })
  })
})

test('timings are a running mean that follows changes', () => {
  const { timings } = openTemporary()
  expect(timings.of('upscale')).toBeUndefined()
  timings.record('upscale', 10)
  timings.record('upscale', 20)
  expect(timings.of('upscale')).toBe(15)
  timings.record('upscale', Number.NaN)
  for (let i = 0; i < 200; i++) timings.record('upscale', 2)
  expect(timings.of('upscale')).toBeCloseTo(2, 2)
})

test('changes are told together, once, in portions', () => {
  vi.useFakeTimers()
  const changes = createChanges(100)
  const told: number[] = []
  const stop = changes.watch((changed) => told.push(changed.originals.length))
  changes.touch({ originals: ['a', 'b'] })
  changes.touch({ originals: ['a'] })
  vi.advanceTimersByTime(150)
  expect(told).toEqual([2])
  changes.touch({ originals: Array.from({ length: 1500 }, (_, i) => `o${i}`) })
  vi.advanceTimersByTime(500)
  expect(told).toEqual([2, 1000, 500])
  stop()
  changes.touch({ originals: ['a'] })
  vi.advanceTimersByTime(500)
  expect(told).toHaveLength(3)
  vi.useRealTimers()
})

test('statistics', () => {
  const catalog = openTemporary()
  expect(catalogStats(catalog)).toMatchObject({ bytes: 0, megapixels: 0, formats: {}, earliest: null, restorations: 0 })
  const a = someOriginal('a.jpg', { date: '193X', width: 1000, height: 2000 })
  const b = someOriginal('b.png', { date: '1951-22', format: 'png', width: 0, height: 0 })
  catalog.originals.add([a, b])
  catalog.restorations.add(someRestoration(a, { seconds: 2.5 }))
  catalog.jobs.insert([b.id], someRecipe)
  expect(catalogStats(catalog)).toMatchObject({
    shelves: { all: 2, restored: 1 },
    bytes: 2000,
    megapixels: 2,
    formats: { jpeg: 1, png: 1 },
    earliest: '1930-01-01',
    latest: '1951-08-31',
    restorations: 1,
    restoringSeconds: 2.5,
    jobs: { waiting: 1, done: 0 },
  })
})
