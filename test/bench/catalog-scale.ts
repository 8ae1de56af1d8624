import { createHash } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import { originalParameters } from '../../src/engine/catalog/records.ts'

const places = ['Wien', 'Tübingen', 'garden', 'harbour', 'school', 'wedding', '北京', '外婆家', '颐和园', '海边']
const people = ['grandma', 'Opa', 'Aunt Rosa', 'José', '奶奶', '爷爷', 'Mother', 'the twins', '小明', 'Uncle Ben']
const notes = [
  '',
  'Faded, a tear at the left.',
  '家庭相册第三页',
  'From the blue box in the attic.',
  'Back says "Easter".',
]

/** The same numbers every time: a picture library must not look different on each run. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** An invented original number `i` of a large family library: a fifth undated, Chinese and European names mixed. */
export function inventedOriginal(i: number) {
  const pick = numbers(i * 7919 + 17)
  const of = <T>(list: readonly T[]): T => list[pick(list.length)] as T
  const year = 1900 + pick(120)
  const name = `IMG_${String(i).padStart(6, '0')} ${of(people)} ${of(places)}.jpg`
  return {
    id: `o${i}`,
    sha256: createHash('sha256').update(String(i)).digest('hex'),
    path: `/photos/${year}/${name}`,
    name,
    kind: 'image' as const,
    format: 'jpeg',
    bytes: 1_000_000 + pick(5_000_000),
    mtime: 1_600_000_000_000 + i,
    width: 1000 + pick(4000),
    height: 1000 + pick(4000),
    bitDepth: 8,
    hasProfile: pick(2) === 1,
    date: pick(5) === 0 ? null : of([`${year}`, `${year}~`, `${year}-0${1 + pick(9)}`, `${Math.floor(year / 10)}X`]),
    facts: [{ key: 'camera', value: of(['Epson V600', 'Canon 9000F', 'Plustek', 'iPhone']) }],
    note: of(notes),
    rating: pick(6),
    flag: 0,
    looks: null,
    importedAt: new Date(1_700_000_000_000 + i * 1000).toISOString(),
  }
}

/**
 * Fills an open catalog with `n` invented originals; every seventh has a restoration. No files are made.
 * @returns the seconds it took
 */
export function fillCatalog(db: Database, n: number): number {
  const started = performance.now()
  const original = db.prepare(
    `INSERT INTO originals (id, sha256, path, name, name_key, kind, format, bytes, mtime, width, height, bit_depth,
       has_profile, date_edtf, date_min, date_max, facts, note, rating, imported_at, words, missing)
     VALUES (@id, @sha256, @path, @name, @name_key, @kind, @format, @bytes, @mtime, @width, @height, @bitDepth,
       @hasProfile, @date_edtf, @date_min, @date_max, @facts, @note, @rating, @importedAt, @words, @missing)`,
  )
  const restoration = db.prepare(
    `INSERT INTO restorations (id, original_id, name, recipe, engine_version, created_at, file, width, height, sha256,
       seconds, invention_share, colour_guess) VALUES (?, ?, 'Faithful', ?, '0.1.0', ?, ?, 2, 2, ?, 1, 0, ?)`,
  )
  const recipe = JSON.stringify({ version: 1, name: 'Faithful', steps: [] })
  const fill = (from: number, to: number) => {
    for (let i = from; i < to; i++) {
      const record = inventedOriginal(i)
      original.run({ ...originalParameters(record), missing: Number(i % 50 === 0) })
      if (i % 7 !== 0) continue
      const file = `Restorations/${record.sha256.slice(0, 2)}/${record.sha256}/r${i}.png`
      restoration.run(`r${i}`, record.id, recipe, record.importedAt, file, record.sha256, Number(i % 14 === 0))
    }
  }
  const step = db.transaction(fill)
  for (let from = 0; from < n; from += 20_000) step(from, Math.min(n, from + 20_000))
  return (performance.now() - started) / 1000
}
