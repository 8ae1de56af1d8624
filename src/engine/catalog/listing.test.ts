import { describe, expect, test } from 'vitest'
import { fillCatalog } from '../../../test/bench/catalog-scale.ts'
import { listQuery } from '../../shared/engine.ts'
import { openTemporary, someOriginal, someRestoration } from './testing.ts'

const query = (also: object) => listQuery.parse(also)

describe('shelves and orders', () => {
  const catalog = () => {
    const opened = openTemporary()
    const a = someOriginal('scan 10.jpg', { date: '1935~' })
    const b = someOriginal('Scan 9.jpg', { date: null })
    const c = someOriginal('anna.jpg', { date: '1935-06-01' })
    opened.originals.add([a, b, c])
    opened.restorations.add(someRestoration(a, { colourGuess: true }))
    opened.restorations.add(someRestoration(a))
    opened.originals.setMissing([b.id], true)
    const names = (also: object) => opened.listing.list(query(also)).items.map((item) => item.name)
    return { ...opened, names, a }
  }

  test('show what belongs there, in the order asked for', () => {
    const { names, listing } = catalog()
    expect(names({})).toEqual(['anna.jpg', 'Scan 9.jpg', 'scan 10.jpg'])
    expect(names({ order: 'name' })).toEqual(['anna.jpg', 'Scan 9.jpg', 'scan 10.jpg'])
    expect(names({ order: 'date' })).toEqual(['scan 10.jpg', 'anna.jpg', 'Scan 9.jpg'])
    expect(names({ shelf: 'undated' })).toEqual(['Scan 9.jpg'])
    expect(names({ shelf: 'restored' })).toEqual(['scan 10.jpg'])
    expect(names({ shelf: 'unrestored', order: 'date' })).toEqual(['anna.jpg', 'Scan 9.jpg'])
    expect(names({ shelf: 'missing', text: 'scan' })).toEqual(['Scan 9.jpg'])
    expect(listing.counts()).toEqual({ all: 3, undated: 1, restored: 1, unrestored: 2, films: 0, missing: 1 })
  })

  test('a picture of nobody restores nothing: it is counted by itself and stands for the scan nowhere', () => {
    const { listing, restorations, remove, names, a } = catalog()
    const only = listing.list(query({ text: 'anna' })).items[0]?.id ?? ''
    const nobody = { inventedBy: ['imagine-face'] }
    restorations.add(someRestoration({ ...a, id: only }, nobody))
    restorations.add(someRestoration(a, nobody))
    expect(names({ shelf: 'restored' })).toEqual(['scan 10.jpg'])
    expect(listing.summaries([only])[0]).toMatchObject({ restorations: 0, imagined: 1, restoredThumb: null })
    const mine = restorations.ofOriginal(a.id).find((row) => row.invented_by.includes('imagine-face'))
    const newest = restorations.ofOriginal(a.id).find((row) => row.id !== mine?.id)
    expect(listing.summaries([a.id])[0]).toMatchObject({ imagined: 1, restoredThumb: `r-thumb/${newest?.id}` })
    remove.restorations([mine?.id ?? ''])
    expect(listing.summaries([a.id])[0]).toMatchObject({ imagined: 0 })
  })

  test('count restorations as they come and go; colour is a guess where the newest version guesses it', () => {
    const { listing, restorations, remove, a } = catalog()
    const shown = () => listing.summaries([a.id])[0]
    // The older of the two guesses, the newer does not.
    expect(shown()).toMatchObject({ restorations: 2, colourIsGuess: false, thumb: `thumb/${a.id}` })
    const faithful = restorations.ofOriginal(a.id).find((row) => row.colour_guess === 0)
    remove.restorations([faithful?.id ?? ''])
    expect(shown()).toMatchObject({ restorations: 1, colourIsGuess: true })
    restorations.add(someRestoration(a, { inventedBy: ['imagine-face'] }))
    expect(shown()).toMatchObject({ restorations: 1, colourIsGuess: true })
    restorations.add(someRestoration(a, { colourGuess: false }))
    expect(shown()).toMatchObject({ restorations: 2, colourIsGuess: false })
  })
})

test('pages join to the whole list: every shelf and order, with words and without', () => {
  const catalog = openTemporary()
  fillCatalog(catalog.db, 4000)
  for (const text of ['', 'grandma', 'img']) {
    for (const shelf of ['all', 'undated', 'restored', 'unrestored', 'missing'] as const) {
      for (const order of ['imported', 'name', 'date'] as const) {
        const page = (offset: number, limit: number) =>
          catalog.listing.list(query({ text, shelf, order, offset, limit }))
        const { total, items } = page(0, 1000)
        const joined = [0, 300, 600, 900].flatMap((offset) => page(offset, 300).items)
        expect(items.length).toBe(Math.min(total, 1000))
        expect(joined.slice(0, 1000).map((item) => item.id)).toEqual(items.map((item) => item.id))
        expect(new Set(items.map((item) => item.id)).size).toBe(items.length)
        expect(page(total, 10)).toEqual({ total, items: [] })
      }
    }
  }
})

test('C40: no list of a shelf sorts or walks the table', () => {
  const { db } = openTemporary()
  const plan = (sql: string) =>
    db
      .prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
      .all()
      .map((step) => step.detail)
      .join('\n')
  for (const where of ['TRUE', 'date_min IS NULL', 'restored = 1', 'restored = 0', "kind = 'video'", 'missing = 1']) {
    for (const order of ['name_key, row', 'time_key, row']) {
      if (where === 'date_min IS NULL' && order.startsWith('time')) continue
      const steps = plan(`SELECT row FROM originals WHERE is_back = 0 AND ${where} ORDER BY ${order} LIMIT 10`)
      expect(steps).toMatch(/USING (COVERING )?INDEX /)
      expect(steps).not.toContain('TEMP B-TREE')
    }
  }
})
