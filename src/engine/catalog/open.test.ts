import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { AppError } from '../../shared/errors.ts'
import { openCatalog, openCatalogForReading } from './catalog.ts'
import { migrate, migrations, versionOf } from './migrate.ts'
import { openDatabase, openForReading } from './open.ts'
import { openTemporary, someOriginal, temporaryFolder } from './testing.ts'

const codeThrownBy = (work: () => unknown): AppError => {
  try {
    work()
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}
const schemaOf = (db: Sqlite.Database) => db.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY name').all()

describe('opening a catalog', () => {
  test('makes a new one with the settings that keep it safe', () => {
    const db = openDatabase(join(temporaryFolder(), 'c.sqlite'))
    const pragma = (name: string) => db.pragma(name, { simple: true })
    expect(versionOf(db)).toBe(migrations.length)
    expect([pragma('journal_mode'), pragma('synchronous'), pragma('foreign_keys')]).toEqual(['wal', 1, 1])
    expect(pragma('busy_timeout')).toBe(5000)
    const loose = db.prepare(
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0",
    )
    expect(loose.pluck().all()).toEqual(['sqlite_schema'])
    db.close()
  })

  test('a second time changes nothing', () => {
    const file = join(temporaryFolder(), 'c.sqlite')
    openDatabase(file).close()
    const before = readFileSync(file)
    const db = openDatabase(file)
    expect(migrate(db)).toBe(false)
    db.close()
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  test.each(migrations.map((_, i) => i + 1).slice(0, -1))(
    'brings version %i up to date and keeps a backup',
    (version) => {
      const folder = temporaryFolder()
      const old = new Sqlite(join(folder, 'c.sqlite'))
      migrate(old, version)
      old.exec(`INSERT INTO originals (id, sha256, path, name, name_key, kind, format, bytes, mtime, width, height,
      bit_depth, has_profile, imported_at) VALUES ('a', '${'0'.repeat(64)}', '/a', 'a', 'a', 'image', 'png', 1, 1, 1, 1, 8, 0, '')`)
      old.close()
      const db = openDatabase(join(folder, 'c.sqlite'))
      const fresh = openDatabase(join(folder, 'fresh.sqlite'))
      expect(schemaOf(db)).toEqual(schemaOf(fresh))
      expect(db.prepare('SELECT count(*) FROM originals').pluck().get()).toBe(1)
      const backup = new Sqlite(join(folder, `c.sqlite.before-${migrations.length}`))
      expect(versionOf(backup)).toBe(version)
      for (const each of [db, fresh, backup]) each.close()
    },
  )

  test('refuses one of a newer Daguerre and leaves it as it is', () => {
    const file = join(temporaryFolder(), 'c.sqlite')
    const db = openDatabase(file)
    db.pragma('user_version = 999')
    db.close()
    const before = readFileSync(file)
    expect(codeThrownBy(() => openDatabase(file)).code).toBe('catalog-newer')
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  test.each([
    ['no SQLite file at all', () => Buffer.from('These are my holiday notes. '.repeat(300))],
    [
      'a zeroed schema page',
      (whole: Buffer) => Buffer.concat([whole.subarray(0, 100), Buffer.alloc(3996), whole.subarray(4096)]),
    ],
    ['a file cut in half', (whole: Buffer) => whole.subarray(0, Math.floor(whole.length / 8192) * 4096)],
  ])('refuses %s, keeping one copy of it', (_, damage) => {
    const folder = temporaryFolder()
    const file = join(folder, 'c.sqlite')
    openDatabase(file).close()
    const damaged = damage(readFileSync(file))
    writeFileSync(file, damaged)
    // What a killed process leaves behind: the reason for a thorough check.
    writeFileSync(`${file}-wal`, '')
    for (const _attempt of [1, 2]) {
      const error = codeThrownBy(() => openDatabase(file))
      expect(error.code).toBe('catalog-broken')
      expect(readFileSync(join(folder, String(error.details.copy))).equals(damaged)).toBe(true)
    }
    expect(readdirSync(folder).filter((name) => name.includes('broken') && !name.endsWith('-wal'))).toHaveLength(1)
  })

  test('refuses a database that is not ours', () => {
    const file = join(temporaryFolder(), 'c.sqlite')
    const other = new Sqlite(file)
    other.exec('CREATE TABLE bookmarks (url TEXT)')
    other.close()
    expect(codeThrownBy(() => openDatabase(file)).code).toBe('catalog-broken')
  })

  test.each(['notes.txt', 'notes.txt/library'])('says that %s is no folder', (place) => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'notes.txt'), 'notes')
    const error = codeThrownBy(() => openCatalog(join(folder, place)))
    expect(error.code).toBe('wrong-usage')
    expect(error.message).toBe('“notes.txt” is a file; a library is a folder.')
  })

  test('for reading works beside the writer, sees its work, and writes nothing', () => {
    const writer = openTemporary()
    const reader = openCatalogForReading(writer.library.root)
    writer.originals.add([someOriginal('a.jpg')])
    expect(reader.originals.count()).toBe(1)
    expect(() => reader.originals.add([someOriginal('b.jpg')])).toThrow(/readonly/)
    reader.close()
    expect(writer.originals.count()).toBe(1)
  })

  test('for reading refuses a folder without a catalog', () => {
    const file = join(temporaryFolder(), 'c.sqlite')
    expect(codeThrownBy(() => openForReading(file)).code).toBe('file-missing')
    expect(existsSync(file)).toBe(false)
  })

  test('for reading leaves an older catalog to a writer', () => {
    const file = join(temporaryFolder(), 'c.sqlite')
    const old = new Sqlite(file)
    migrate(old, 2)
    old.close()
    expect(codeThrownBy(() => openForReading(file)).code).toBe('catalog-busy')
    openDatabase(file).close()
    openForReading(file).close()
  })
})
