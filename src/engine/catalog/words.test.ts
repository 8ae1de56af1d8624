import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { openCatalog } from './catalog.ts'
import { openTemporary, someOriginal } from './testing.ts'
import { nameKey, searchableWords, searchQuery } from './words.ts'

const names = [
  'Grandma in the garden.jpg',
  'IMG_20190304_奶奶和小明.jpg',
  '家庭相册 第三页.png',
  'Tübingen 1935.tif',
  'Jose\u0301 at the café.jpg',
  'scan10.jpg',
  'ＦＵＬＬＷＩＤＴＨ.png',
  'おばあちゃん.jpg',
  '할머니와 나.jpg',
  'say "cheese".png',
]

const folder = mkdtempSync(join(tmpdir(), 'daguerre-words-'))
const catalog = openCatalog(folder)
afterAll(() => {
  catalog.close()
  rmSync(folder, { recursive: true })
})
catalog.originals.add([
  ...names.map((name) => someOriginal(name)),
  someOriginal('x1.jpg', { note: '在外婆家的院子里', facts: [{ key: 'camera', value: 'Epson Perfection V600' }] }),
])
const find = (text: string) =>
  catalog.listing
    .list({ text, shelf: 'all', order: 'name', offset: 0, limit: 50 })
    .items.map((item) => item.name)
    .toSorted()

describe('searching', () => {
  test.each([
    ['grandma', ['Grandma in the garden.jpg']],
    ['GARDEN grand', ['Grandma in the garden.jpg']],
    ['gran garden', []],
    ['gard', ['Grandma in the garden.jpg']],
    ['gard ', []],
    ['奶奶', ['IMG_20190304_奶奶和小明.jpg']],
    ['奶', ['IMG_20190304_奶奶和小明.jpg']],
    ['小明', ['IMG_20190304_奶奶和小明.jpg']],
    ['明小', []],
    ['家庭相册', ['家庭相册 第三页.png']],
    ['相册', ['家庭相册 第三页.png']],
    ['外婆家', ['x1.jpg']],
    ['img奶奶', ['IMG_20190304_奶奶和小明.jpg']],
    ['tubingen', ['Tübingen 1935.tif']],
    ['TÜBINGEN', ['Tübingen 1935.tif']],
    ['josé', ['Jose\u0301 at the café.jpg']],
    ['jose cafe', ['Jose\u0301 at the café.jpg']],
    ['fullwidth', ['ＦＵＬＬＷＩＤＴＨ.png']],
    ['ばあ', ['おばあちゃん.jpg']],
    ['머니', ['할머니와 나.jpg']],
    ['"cheese"', ['say "cheese".png']],
    ['epson v60', ['x1.jpg']],
    ['1935', ['Tübingen 1935.tif']],
    ['"*()', []],
    ['NOT grandma', []],
    ['nothing like it', []],
  ])('%s', (text, found) => {
    expect(find(text)).toEqual(found)
  })

  test('for nothing finds everything', () => {
    expect(find('')).toHaveLength(11)
    expect(find(' \n\t')).toHaveLength(11)
  })

  test('never takes what is typed for query syntax', () => {
    const typed = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        'a AND',
        'NEAR(',
        'words:',
        '"',
        "'; DROP TABLE originals;--",
        '^a',
        'a*b',
        '{a}',
        '-a',
        'a + b',
        '\0',
      ),
    )
    fc.assert(
      fc.property(fc.array(typed, { maxLength: 4 }), (parts) => {
        find(parts.join(' '))
      }),
    )
  })

  test('finds every name by any of its own words', () => {
    for (const name of names) {
      for (const word of name.split(/[\s_.]+/).filter((part) => /[\p{L}\p{N}]/u.test(part)))
        expect(find(word)).toContain(name)
    }
  })
})

test('follows a note that is edited, and forgets a picture that is removed', () => {
  const catalog = openTemporary()
  const picture = someOriginal('a.jpg', { note: 'blue box' })
  catalog.originals.add([picture])
  const total = (text: string) =>
    catalog.listing.list({ text, shelf: 'all', order: 'imported', offset: 0, limit: 1 }).total
  catalog.originals.edit([picture.id], { note: '红盒子' })
  expect([total('blue'), total('红盒')]).toEqual([0, 1])
  catalog.remove.originals([picture.id])
  expect(total('红盒')).toBe(0)
  expect(() => catalog.db.exec("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")).not.toThrow()
})

test('queries and searchable texts', () => {
  expect(searchQuery('a 奶奶b')).toBe('"a" "奶 奶" "b"*')
  expect(searchQuery('')).toBeNull()
  expect(searchQuery('!')).toBeUndefined()
  expect(searchableWords('奶奶.jpg', 'x\ny', ['v'])).toBe('奶 奶 .jpg x y v')
})

test('names are ordered by number, not by digit', () => {
  const sorted = ['scan 10', 'Scan 9', 'scan 2', 'ärger', 'zoo', 'scan 002b'].toSorted((a, b) =>
    nameKey(a) < nameKey(b) ? -1 : 1,
  )
  expect(sorted).toEqual(['ärger', 'scan 2', 'scan 002b', 'Scan 9', 'scan 10', 'zoo'])
})
