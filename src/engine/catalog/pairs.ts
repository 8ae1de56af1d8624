import type { Database } from 'better-sqlite3'
import { AppError } from '../../shared/errors.ts'
import type { Changes } from './changes.ts'

export interface Relations {
  readonly backs: string[]
  readonly children: string[]
  readonly page: string | null
}

/** Pictures that belong together: front and back of a print, a page and the photos cut out of it. */
export interface PairsTable {
  /** Throws `invalid-input` when one of them is part of another pair already. */
  join(front: string, back: string): void
  /** @param box where the child lies on its page, JSON of `shared/pages.ts` */
  addChild(page: string, child: string, box: string): void
  /** Parts a front from its backs, or a back from its front. */
  part(id: string): void
  of(id: string): Relations
}

export function pairsTable(db: Database, changes: Changes): PairsTable {
  const exists = db.prepare('SELECT 1 FROM originals WHERE id = ?').pluck()
  const insert = db.prepare('INSERT INTO pairs (original_id, other_id, kind, box) VALUES (?, ?, ?, ?)')
  const isBack = db.prepare("SELECT 1 FROM pairs WHERE kind = 'back' AND other_id = ?").pluck()
  const hasBack = db.prepare("SELECT 1 FROM pairs WHERE kind = 'back' AND original_id = ?").pluck()
  const backs = db.prepare<[string, string], { original_id: string; other_id: string }>(
    "DELETE FROM pairs WHERE kind = 'back' AND (original_id = ? OR other_id = ?) RETURNING original_id, other_id",
  )
  const others = db
    .prepare<[string, string], string>('SELECT other_id FROM pairs WHERE original_id = ? AND kind = ?')
    .pluck()
  const page = db
    .prepare<[string], string>("SELECT original_id FROM pairs WHERE other_id = ? AND kind = 'child'")
    .pluck()

  const need = (id: string) => {
    if (exists.get(id) === undefined) throw new AppError('not-found', 'This picture is not in the catalog.', { id })
  }
  return {
    join: (front, back) => {
      need(front)
      need(back)
      const taken = isBack.get(front) ?? isBack.get(back) ?? hasBack.get(back)
      if (front === back || taken !== undefined)
        throw new AppError('invalid-input', 'One of them is part of another pair already.')
      insert.run(front, back, 'back', null)
      changes.touch({ originals: [front, back] })
    },
    addChild: (parent, child, box) => {
      insert.run(parent, child, 'child', box)
      changes.touch({ originals: [parent, child] })
    },
    part: (id) => {
      const parted = backs.all(id, id)
      changes.touch({ originals: parted.flatMap((pair) => [pair.original_id, pair.other_id]) })
    },
    of: (id) => ({ backs: others.all(id, 'back'), children: others.all(id, 'child'), page: page.get(id) ?? null }),
  }
}
