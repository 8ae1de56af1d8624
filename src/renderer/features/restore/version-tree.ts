import type { Restoration } from '../../../shared/entities.ts'

/** A version and those that were gone on to from it. */
export interface Branch {
  readonly restoration: Restoration
  readonly children: readonly Branch[]
}

/**
 * Versions as they came out of each other. One whose parent is gone stands beside the others.
 * @param restorations newest first, and so are the branches
 */
export function versionTree(restorations: readonly Restoration[]): Branch[] {
  const ids = new Set(restorations.map(({ id }) => id))
  const branches = (parent: string | null): Branch[] =>
    restorations
      .filter(({ id, parentId }) => id !== parent && (isHere(parentId, ids) ? parentId : null) === parent)
      .map((restoration) => ({ restoration, children: branches(restoration.id) }))
  return branches(null)
}

const isHere = (id: string | null, ids: ReadonlySet<string>): boolean => id !== null && ids.has(id)
