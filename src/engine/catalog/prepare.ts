import type { Database, Statement } from 'better-sqlite3'

export type Prepare = (sql: string) => Statement

/** Shelves times orders make a few dozen statements; each is prepared when first needed. */
export function memoizedPrepare(db: Database): Prepare {
  const prepared = new Map<string, Statement>()
  return (sql) => {
    const known = prepared.get(sql) ?? db.prepare(sql)
    prepared.set(sql, known)
    return known
  }
}
