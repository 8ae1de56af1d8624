import { describe, expect, test } from 'vitest'
import { fillCatalog } from '../../../test/bench/catalog-scale.ts'
import type { Finding } from '../../shared/analysis.ts'
import { dateRange } from '../../shared/dates/edtf.ts'
import { groupOf, timeKeyOf } from '../../shared/dates/time-key.ts'
import { listQuery } from '../../shared/engine.ts'
import { damages, question } from '../../shared/gallery.ts'
import { albumsTable, moved } from './albums.ts'
import { damagesIn, damageTable, unlooked } from './damage.ts'
import { describer } from './describe.ts'
import { facets } from './facets.ts'
import { labelsTable } from './labels.ts'
import { pairsTable } from './pairs.ts'
import { openTemporary, someOriginal, someRestoration } from './testing.ts'

const query = (also: object) => listQuery.parse(also)

describe('groups in order of time', () => {
  const dates = [
    '1951-12-24 1951 1951-06 1951-06-15 1951-22 195X 1951/1953 ../1920 19XX 1951-24 1950 1952-01-01 1951~'.split(' '),
    null,
  ].flat()
  const catalog = () => {
    const opened = openTemporary()
    opened.originals.add(dates.map((date, i) => someOriginal(`${i}.jpg`, { date })))
    return opened
  }

  test.each(['year', 'month', 'day'] as const)('every group is one run, by %s', (by) => {
    const { listing } = catalog()
    const { items } = listing.list(query({ order: 'date' }))
    const runs = items.map((item) => groupOf(item.timeKey, by)).filter((key, i, all) => key !== all[i - 1])
    expect(new Set(runs).size).toBe(runs.length)
    const groups = listing.timeline({ text: '', shelf: 'all', by })
    expect(groups.map(({ key }) => key)).toEqual(runs)
    expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(items.length)
  })

  test('page and catalog make the same key of a date', () => {
    for (const { date, timeKey } of catalog().listing.list(query({})).items) {
      const range = date === null ? undefined : dateRange(date)
      expect(range ? timeKeyOf(range) : '~').toBe(timeKey)
    }
  })

  test('by year, the vaguer first', () => {
    const groups = catalog().listing.timeline({ text: '', shelf: 'all', by: 'year' })
    expect(groups.map(({ key, count }) => `${key} ${count}`)).toEqual([
      '0001!1920 1',
      '1900!1999 1',
      '1950!1959 1',
      '1950 1',
      '1951!1953 1',
      '1951 7',
      '1952 1',
      ' 1',
    ])
  })

  test('by month and by day nobody invents one', () => {
    const { listing } = catalog()
    const keys = (by: 'month' | 'day') => listing.timeline({ text: '', shelf: 'all', by }).map(({ key }) => key)
    expect(keys('month').slice(4, 10)).toEqual('1951!1953 1951# 1951-06!08 1951-06 1951-12!02 1951-12'.split(' '))
    expect(keys('day').slice(5)).toEqual(
      '1951# 1951-06!08 1951-06# 1951-06-15 1951-12!02 1951-12-24 1952-01-01 '.split(' '),
    )
  })

  test('of what is searched or filtered they count only that', () => {
    const { listing, originals } = catalog()
    originals.edit(
      listing.list(query({ text: '1951' })).items.map((item) => item.id),
      { rating: 4 },
    )
    const groups = listing.timeline({ text: '', shelf: 'all', filters: { rating: 4 }, by: 'year' })
    expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(
      listing.list(query({ filters: { rating: 3 } })).total,
    )
    expect(groups.length).toBeGreaterThan(0)
  })
})

describe('filters', () => {
  test('narrow a shelf together with words, and pages join', () => {
    const catalog = openTemporary()
    fillCatalog(catalog.db, 4000)
    for (const order of ['imported', 'name', 'date'] as const) {
      const all = catalog.listing.list(query({ text: 'grandma', filters: { rating: 3 }, order, limit: 1000 }))
      const expected = catalog.listing
        .list(query({ text: 'grandma', order, limit: 1000 }))
        .items.filter((item) => item.rating >= 3)
      expect(all.items.map((item) => item.id)).toEqual(expected.map((item) => item.id))
      expect(all.total).toBeGreaterThan(10)
      const half = catalog.listing.list(query({ text: 'grandma', filters: { rating: 3 }, order, offset: 5, limit: 7 }))
      expect(half.items).toEqual(all.items.slice(5, 12))
    }
  })

  test('flag, tag, person, album, kind', () => {
    const { db, listing, originals } = openTemporary()
    const [a, b, c] = [someOriginal('a.jpg'), someOriginal('b.jpg'), someOriginal('c.mp4', { kind: 'video' })]
    originals.add([a, b, c])
    originals.edit([a.id], { flag: 1 })
    originals.edit([b.id], { flag: -1 })
    labelsTable(db, 'tag').add([a.id, b.id], ['Easter'])
    labelsTable(db, 'person').add([b.id], ['Anna', 'anna'])
    const albums = albumsTable(db)
    const album = albums.create('Best', '')
    albums.add(album.id, [c.id, a.id])
    const [tag] = labelsTable(db, 'tag').list()
    const people = labelsTable(db, 'person').list()
    const names = (also: object) => listing.list(query({ order: 'name', ...also })).items.map((item) => item.name)
    expect(people).toEqual([{ id: people[0]?.id, name: 'Anna', pictures: 1 }])
    expect(names({ filters: { flag: 'picked' } })).toEqual(['a.jpg'])
    expect(names({ filters: { flag: 'rejected' } })).toEqual(['b.jpg'])
    expect(names({ filters: { tag: tag?.id } })).toEqual(['a.jpg', 'b.jpg'])
    expect(names({ filters: { person: people[0]?.id } })).toEqual(['b.jpg'])
    expect(names({ filters: { kind: 'video' } })).toEqual(['c.mp4'])
    expect(names({ shelf: 'films' })).toEqual(['c.mp4'])
    expect(names({ filters: { album: album.id } })).toEqual(['a.jpg', 'c.mp4'])
    expect(names({ filters: { album: album.id }, order: 'album' })).toEqual(['c.mp4', 'a.jpg'])
    expect(names({ filters: { album: album.id, flag: 'rejected' } })).toEqual([])
  })
})

describe('facets', () => {
  test('decades count every picture that may be of them, and none for an open past', () => {
    const { db, listing, originals } = openTemporary()
    originals.add(
      ['1951-06-15', '1958', '195X', '1959/1961', '../1920', '19XX', null].map((date, i) =>
        someOriginal(`${i}`, { date }),
      ),
    )
    const { decades } = facets(db)({ text: '', shelf: 'all', filters: {} })
    expect(decades).toEqual([
      ...[1900, 1910, 1920].map((decade) => ({ decade, count: 2 })),
      ...[1930, 1940].map((decade) => ({ decade, count: 1 })),
      { decade: 1950, count: 5 },
      { decade: 1960, count: 2 },
      ...[1970, 1980, 1990].map((decade) => ({ decade, count: 1 })),
    ])
    for (const { decade, count } of decades) expect(listing.list(query({ filters: { decade } })).total).toBe(count)
  })

  test('each is counted with the others in force and without its own, and says what the list will hold', () => {
    const { db, listing, originals } = openTemporary()
    const many = Array.from({ length: 12 }, (_, i) =>
      someOriginal(`${i}.jpg`, { date: i % 2 === 0 ? '1935' : '1962', note: i < 9 ? 'harbour' : '' }),
    )
    originals.add(many)
    const ids = (which: (i: number) => boolean) => many.filter((_, i) => which(i)).map(({ id }) => id)
    labelsTable(db, 'place').add(
      ids((i) => i < 8),
      ['Linz'],
    )
    labelsTable(db, 'place').add(
      ids((i) => i >= 4),
      ['Wien'],
    )
    labelsTable(db, 'tag').add(
      ids((i) => i % 3 === 0),
      ['Easter'],
    )
    labelsTable(db, 'person').add(
      ids((i) => i > 9),
      ['Anna'],
    )
    const remember = damageTable(db)
    for (const [i, { id }] of many.slice(0, 10).entries()) remember(id, i % 2 === 0 ? ['scratched', 'faded'] : [])
    const [linz] = labelsTable(db, 'place').list()
    const questions = [
      {},
      { filters: { decade: 1930 } },
      { filters: { decade: 1930, damage: 'faded', place: linz?.id } },
      { text: 'harbour', filters: { place: linz?.id } },
      { text: 'nothing of the kind' },
    ] as const
    for (const asked of questions) {
      const whole = question.parse(asked)
      const told = facets(db)(whole)
      const total = (filters: object) =>
        listing.list(query({ ...whole, filters: { ...whole.filters, ...filters } })).total
      for (const { decade, count } of told.decades) expect(total({ decade })).toBe(count)
      for (const damage of damages) expect(total({ damage })).toBe(told.damage[damage])
      for (const { id, pictures } of told.places) expect(total({ place: id })).toBe(pictures)
      for (const { id, pictures } of told.people) expect(total({ person: id })).toBe(pictures)
      for (const { id, pictures } of told.tags) expect(total({ tag: id })).toBe(pictures)
    }
    const rest = many.slice(10).map(({ id }) => id)
    expect(unlooked(db)(question.parse({})).toSorted()).toEqual(rest.toSorted())
    expect(unlooked(db)(question.parse({ filters: { damage: 'faded' } }))).toHaveLength(2)
    expect(unlooked(db)(question.parse({ filters: { place: linz?.id } }))).toEqual([])
    const all = facets(db)(question.parse({}))
    expect(all).toMatchObject({ looked: 10, unlooked: 2, damage: { scratched: 5, faded: 5, blurred: 0 } })
    expect(all.places.map(({ name, pictures }) => `${name} ${pictures}`)).toEqual(['Linz 8', 'Wien 8'])
    expect(facets(db)(question.parse(questions[1])).decades.map(({ decade }) => decade)).toEqual([1930, 1960])
    expect(facets(db)(question.parse(questions[4])).places).toEqual([])
  })

  test('what is found again is no news, and goes with its picture', () => {
    const { db, originals, remove } = openTemporary()
    const [a] = [someOriginal('a.jpg')]
    originals.add([a])
    const remember = damageTable(db)
    expect(remember(a.id, ['blurred'])).toBe(true)
    expect(remember(a.id, ['blurred'])).toBe(false)
    expect(remember(a.id, [])).toBe(true)
    expect(remember('nobody', ['faded'])).toBe(false)
    const looked = () => facets(db)(question.parse({})).looked
    expect(looked()).toBe(1)
    remove.originals([a.id])
    expect(looked()).toBe(0)
  })

  test('what is found has three names', () => {
    const found = (kind: Finding['kind'], severity = 0.5) => ({ kind, severity })
    expect(damagesIn([found('blurred'), found('sepia'), found('dusty'), found('grain')])).toEqual([...damages])
    expect(damagesIn([found('scratched', 0), found('healthy')])).toEqual([])
  })
})

describe('tags and people', () => {
  test('are found by words, also after renaming and removing', () => {
    const { db, listing, originals } = openTemporary()
    const a = someOriginal('a.jpg')
    originals.add([a])
    const tags = labelsTable(db, 'tag')
    tags.add([a.id], ['Ostern'])
    originals.reword([a.id])
    expect(listing.list(query({ text: 'ostern' })).total).toBe(1)
    originals.edit([a.id], { note: 'with grandmother' })
    expect(listing.list(query({ text: 'ostern grandmother' })).total).toBe(1)
    const [tag] = tags.list()
    tags.rename(tag?.id ?? '', 'Easter')
    originals.reword([a.id])
    expect(listing.list(query({ text: 'ostern' })).total).toBe(0)
    expect(listing.list(query({ text: 'easter' })).total).toBe(1)
    expect(() => tags.add(['nobody'], ['x'])).toThrow('not in the catalog')
  })

  test('what pictures have in common is told, what they differ in is not', () => {
    const { db, originals } = openTemporary()
    const [a, b] = [
      someOriginal('a.jpg', { date: '1935', rating: 2 }),
      someOriginal('b.jpg', { date: null, rating: 2 }),
    ]
    originals.add([a, b])
    labelsTable(db, 'tag').add([a.id], ['Easter'])
    const describe = describer(db)
    expect(describe([a.id])).toMatchObject({ pictures: 1, date: '1935', rating: 2, flag: 0, tags: [{ pictures: 1 }] })
    const both = describe([a.id, b.id])
    expect(both).toMatchObject({ pictures: 2, rating: 2, flag: 0, tags: [{ name: 'Easter', pictures: 1 }] })
    expect('date' in both).toBe(false)
    originals.edit([a.id], { date: null })
    expect(describe([a.id, b.id]).date).toBeNull()
  })
})

describe('pairs', () => {
  test('a back stands on no shelf, and is found by its front', () => {
    const { db, listing, originals, changes, remove } = openTemporary()
    const [front, back] = [someOriginal('x.jpg'), someOriginal('x_b.jpg', { note: 'Wedding in Linz' })]
    originals.add([front, back])
    const pairs = pairsTable(db, changes)
    pairs.join(front.id, back.id)
    expect(listing.list(query({})).items).toMatchObject([{ name: 'x.jpg', backs: 1 }])
    expect(listing.counts().all).toBe(1)
    expect(listing.list(query({ text: 'linz' })).items).toMatchObject([{ name: 'x.jpg' }])
    expect(() => pairs.join(back.id, front.id)).toThrow('another pair')
    expect(pairs.of(front.id).backs).toEqual([back.id])
    remove.originals([front.id])
    expect(listing.list(query({})).items).toMatchObject([{ name: 'x_b.jpg' }])
  })

  test('parted they are two again', () => {
    const { db, listing, originals, changes } = openTemporary()
    const [front, back] = [someOriginal('x.jpg'), someOriginal('x_b.jpg')]
    originals.add([front, back])
    const pairs = pairsTable(db, changes)
    pairs.join(front.id, back.id)
    pairs.part(back.id)
    expect(listing.list(query({ order: 'name' })).items).toMatchObject([{ backs: 0 }, { backs: 0 }])
  })
})

test('the newest version is shown', () => {
  const { listing, originals, restorations } = openTemporary()
  const a = someOriginal('a.jpg')
  originals.add([a])
  expect(listing.summaries([a.id])[0]?.restoredThumb).toBeNull()
  restorations.add(someRestoration(a))
  const newest = someRestoration(a)
  restorations.add(newest)
  expect(listing.summaries([a.id])[0]?.restoredThumb).toBe(`r-thumb/${newest.id}`)
})

describe('the order of an album', () => {
  test.each([
    [['c'], 'a', 'cabd'],
    [['a', 'd'], 'c', 'badc'],
    [['a'], null, 'bcda'],
    [['b', 'c'], 'c', 'abcd'],
    [['a'], 'gone', 'bcda'],
  ])('moving %j before %s gives %s', (chosen, before, expected) => {
    expect(moved(['a', 'b', 'c', 'd'], chosen, before).join('')).toBe(expected)
  })

  test('survives moving and taking out', () => {
    const { db, listing, originals } = openTemporary()
    const four = ['a', 'b', 'c', 'd'].map((name) => someOriginal(name))
    originals.add(four)
    const [a, b, , d] = four.map((each) => each.id)
    const albums = albumsTable(db)
    const { id } = albums.create('Best', '')
    albums.add(
      id,
      four.map((each) => each.id),
    )
    albums.move(id, [d ?? ''], a ?? '')
    expect(albums.take(id, [b ?? '']).pictures).toBe(3)
    const names = listing.list(query({ filters: { album: id }, order: 'album' })).items.map((item) => item.name)
    expect(names.join('')).toBe('dac')
    expect(albums.edit(id, { name: 'Better' }).name).toBe('Better')
  })
})
