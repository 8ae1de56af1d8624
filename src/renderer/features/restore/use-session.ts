import { useEffect, useMemo } from 'react'
import type { Analysis } from '../../../shared/analysis.ts'
import type { Original, Restoration } from '../../../shared/entities.ts'
import type { Recipe } from '../../../shared/recipe.ts'
import { useAnalysis, useOriginal } from '../../state/queries.ts'
import { openPicture, useEditor } from './editor-store.ts'
import { freshCopy } from './recipes.ts'

/** Everything the Restore screen knows of the picture that is open. */
export interface Session {
  readonly original: Original
  /** Newest first. */
  readonly restorations: readonly Restoration[]
  /** The version on show; undefined for the scan. */
  readonly version: Restoration | undefined
  /** No version is on show: the canvas lies in the frame of the scan. */
  readonly isScanShown: boolean
  /** The version it is compared with; undefined for the scan. */
  readonly base: Restoration | undefined
  readonly analysis: Analysis | undefined
  readonly analysisError: unknown
  readonly analyseAgain: () => void
  /** What Restore would do now; undefined until something is known. */
  readonly draft: Recipe | undefined
}

export function useSession(id: string) {
  const found = useOriginal(id)
  const analysis = useAnalysis(id)
  const { shown, edited, id: editing, against } = useEditor()
  useEffect(() => openPicture(id), [id])

  const session = useMemo<Session | undefined>(() => {
    if (!found.data) return undefined
    const restorations = found.data.restorations.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))
    const mine = editing === id
    const version = mine ? pick(restorations, shown) : newest(restorations)
    // Going on from nobody's face would not restore the picture.
    const base = (version?.imagined ? undefined : version?.recipe) ?? analysis.data?.recipe
    return {
      original: found.data.original,
      restorations,
      version,
      isScanShown: version === undefined,
      base: version && restorations.find((each) => each.id === against && each.id !== version.id),
      analysis: analysis.data,
      analysisError: analysis.error,
      analyseAgain: () => void analysis.refetch(),
      draft: (mine ? edited : null) ?? (base && freshCopy(base)),
    }
  }, [found.data, analysis, shown, edited, editing, against, id])

  return { session, error: found.error, retry: () => void found.refetch() }
}

function pick(restorations: readonly Restoration[], shown: ReturnType<typeof useEditor.getState>['shown']) {
  if (shown === 'scan') return undefined
  if (shown === 'newest') return newest(restorations)
  return restorations.find((each) => each.id === shown.restorationId) ?? newest(restorations)
}

/** What was imagined is looked at only when it is asked for. */
const newest = (restorations: readonly Restoration[]) => restorations.find(({ imagined }) => !imagined)
