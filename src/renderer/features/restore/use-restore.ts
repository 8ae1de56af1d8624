import { useEffect, useState } from 'react'
import type { Recipe } from '../../../shared/recipe.ts'
import { useEstimate } from '../../state/queries.ts'
import { useWords } from '../../state/use-words.ts'
import { engine } from '../../transport/services.ts'
import { toast } from '../../ui/toast-store.ts'
import type { Session } from './use-session.ts'

const settleMs = 250

/** The recipe once the hand rests: a slider on its way makes dozens. */
function useSettled(recipe: Recipe | undefined): Recipe | undefined {
  const [settled, setSettled] = useState(recipe)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(recipe), settleMs)
    return () => clearTimeout(timer)
  }, [recipe])
  return settled ?? recipe
}

/** The one primary action of the screen and how long it would take. */
export function useRestore({ original, version, draft }: Session) {
  const { failure } = useWords()
  const settled = useSettled(draft)
  const estimate = useEstimate(original.id, settled)
  const [asking, setAsking] = useState(false)
  const isPossible = draft !== undefined && !asking && !original.missing && draft.steps.some((step) => step.enabled)
  const run = () => {
    if (!isPossible || !draft) return
    setAsking(true)
    engine
      .call('jobs.restore', { ids: [original.id], recipe: draft, priority: 1, parent: version?.id ?? null })
      .catch((error: unknown) => toast(failure(error), { tone: 'bad' }))
      .finally(() => setAsking(false))
  }
  return { run, isPossible, seconds: estimate.data?.seconds, isBusy: estimate.data?.isBusy ?? false }
}
