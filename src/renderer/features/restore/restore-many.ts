import i18next from 'i18next'
import { presetRecipe } from '../../../operations/presets.ts'
import type { PresetName } from '../../../shared/recipe.ts'
import { keys, queryClient } from '../../state/queries.ts'
import { failureSentence } from '../../state/use-words.ts'
import { engine } from '../../transport/services.ts'
import { toast } from '../../ui/toast-store.ts'

/** Puts pictures into the queue, each with the preset fitted to what is found in it. One that cannot be read is told. */
export async function restoreMany(ids: readonly string[], preset: PresetName): Promise<void> {
  let queued = 0
  if (ids.length > 1) toast(i18next.t('restore.looking', { count: ids.length }))
  const failures: unknown[] = []
  for (const id of ids) {
    try {
      const { width, height, findings } = await queryClient.fetchQuery({
        queryKey: keys.analysis(id),
        queryFn: () => engine.call('photo.analyze', { id }),
      })
      const recipe = presetRecipe(preset, { width, height }, findings)
      if (recipe.steps.length === 0) continue
      await engine.call('jobs.restore', { ids: [id], recipe })
      queued++
    } catch (error) {
      failures.push(error)
    }
  }
  tellOutcome(ids.length, queued, failures)
}

function tellOutcome(asked: number, queued: number, failures: readonly unknown[]): void {
  const { t, language } = i18next
  if (failures.length > 0) toast(failureSentence(failures[0], language, t), { tone: 'bad' })
  const healthy = asked - queued - failures.length
  if (healthy > 0) toast(t('restore.nothingToDo', { count: healthy }))
  else if (queued > 0) toast(t('restore.queued', { count: queued }))
}
