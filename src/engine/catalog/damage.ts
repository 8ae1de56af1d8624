import type { Database } from 'better-sqlite3'
import type { Finding } from '../../shared/analysis.ts'
import { type Damage, damages } from '../../shared/gallery.ts'
import { memoizedPrepare } from './prepare.ts'
import { type Question, wantedBy } from './wanted.ts'

/** Which findings a family calls by which of the three names. */
const namesOf: Readonly<Partial<Record<Finding['kind'], Damage>>> = {
  scratched: 'scratched',
  dusty: 'scratched',
  faded: 'faded',
  'low-contrast': 'faded',
  'colour-cast': 'faded',
  sepia: 'faded',
  blurred: 'blurred',
}

export const damagesIn = (findings: readonly Pick<Finding, 'kind' | 'severity'>[]): Damage[] => {
  const found = new Set(findings.filter(({ severity }) => severity > 0).map(({ kind }) => namesOf[kind]))
  return damages.filter((damage) => found.has(damage))
}

/** @returns ids of those among the pictures of a gallery that nobody has looked at, the newest first */
export function unlooked(db: Database): (question: Question) => string[] {
  const prepare = memoizedPrepare(db)
  const wanted = wantedBy(db, prepare)
  return (question) => {
    // What damage it is narrowed by is what is not known yet.
    const { where, values } = wanted(question, 'damage')
    const sql = `SELECT id FROM originals WHERE ${where} AND row NOT IN (SELECT original FROM found_damage) ORDER BY row DESC`
    return prepare(sql)
      .all(...values)
      .map((row) => (row as { readonly id: string }).id)
  }
}

/** @returns remembers what was found on a picture, in the place of what was found before, and says whether that is new */
export function damageTable(db: Database): (original: string, found: readonly Damage[]) => boolean {
  const rowOf = db.prepare<[string], number>('SELECT row FROM originals WHERE id = ?').pluck()
  const known = db.prepare<[number], string>('SELECT damage FROM found_damage WHERE original = ?').pluck()
  const forget = db.prepare('DELETE FROM found_damage WHERE original = ?')
  const add = db.prepare('INSERT INTO found_damage (damage, original) VALUES (?, ?)')
  return (id, found) => {
    const original = rowOf.get(id)
    if (original === undefined) return false
    const next = found.length === 0 ? ['none'] : [...found]
    if (known.all(original).toSorted().join() === next.toSorted().join()) return false
    db.transaction(() => {
      forget.run(original)
      for (const damage of next) add.run(damage, original)
    }).immediate()
    return true
  }
}
