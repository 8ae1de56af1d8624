import type { Database } from 'better-sqlite3'

/**
 * The back of a print stands on no shelf; what is written on it is found by its front.
 * @returns puts fronts in the place of backs; in ascending order, each once
 */
export function frontsOf(db: Database): (rows: readonly number[]) => readonly number[] {
  const pairs = db.prepare<[], { back: number; front: number }>(
    `SELECT b.row AS back, f.row AS front FROM pairs p JOIN originals b ON b.id = p.other_id
       JOIN originals f ON f.id = p.original_id WHERE p.kind = 'back'`,
  )
  return (rows) => {
    const fronts = new Map(pairs.all().map(({ back, front }) => [back, front]))
    if (fronts.size === 0) return rows
    return [...new Set(rows.map((row) => fronts.get(row) ?? row))].sort((a, b) => a - b)
  }
}
