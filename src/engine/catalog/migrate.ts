import type { Database } from 'better-sqlite3'
import { AppError } from '../../shared/errors.ts'
import { originals } from './migrations/0001-originals.ts'
import { restorations } from './migrations/0002-restorations.ts'
import { jobs } from './migrations/0003-jobs.ts'
import { search } from './migrations/0004-search.ts'
import { albumsAndPeople } from './migrations/0005-albums-people.ts'
import { settings } from './migrations/0006-settings.ts'
import { gallery } from './migrations/0007-gallery.ts'
import { faces } from './migrations/0008-faces.ts'
import { imagined } from './migrations/0009-imagined.ts'
import { placesAndDamage } from './migrations/0010-places-damage.ts'
import { newestColour } from './migrations/0011-newest-colour.ts'

/** In order; a released one is never edited. `user_version` counts how many a file has had. */
export const migrations: readonly string[] = [
  originals,
  restorations,
  jobs,
  search,
  albumsAndPeople,
  settings,
  gallery,
  faces,
  imagined,
  placesAndDamage,
  newestColour,
]

/** 'DAGU': tells our files from other SQLite files. */
export const applicationId = 0x44414755

export const versionOf = (db: Database): number => db.pragma('user_version', { simple: true }) as number

/** Throws when the file is not a catalog of ours, or one of a newer Daguerre. A new, empty file passes. */
export function checkOwnership(db: Database): void {
  const version = versionOf(db)
  if (version > migrations.length) {
    throw new AppError('catalog-newer', 'This catalog was made by a newer Daguerre; please update.', {
      version,
      known: migrations.length,
    })
  }
  const tables = db.prepare<[], number>('SELECT count(*) FROM sqlite_schema').pluck().get() ?? 0
  const owner = db.pragma('application_id', { simple: true }) as number
  if (tables > 0 && owner !== applicationId) {
    throw new AppError('catalog-broken', 'The catalog file does not belong to Daguerre.')
  }
}

/**
 * Brings a catalog up to date, one transaction per step: killed at any moment, the file is at one version or the next.
 * @param target number of migrations the file shall have had; all of them when left out
 * @returns true when anything was done
 */
export function migrate(db: Database, target = migrations.length): boolean {
  const from = versionOf(db)
  for (const [index, sql] of migrations.slice(0, target).entries()) {
    if (index < from) continue
    db.transaction(() => {
      db.exec(sql)
      db.pragma(`application_id = ${applicationId}`)
      db.pragma(`user_version = ${index + 1}`)
    }).immediate()
  }
  return from < target
}
