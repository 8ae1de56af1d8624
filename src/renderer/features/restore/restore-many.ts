import i18next from 'i18next'
import type { Wish } from '../../../shared/recipe.ts'
import { failureSentence } from '../../state/use-words.ts'
import { engine } from '../../transport/services.ts'
import { toast } from '../../ui/toast-store.ts'

/**
 * Puts pictures into the queue with a preset, fitted to each when its turn comes, or with a recipe as it is. Nothing of
 * the wish is lost when this window closes.
 */
export async function restoreMany(ids: readonly string[], wish: Wish): Promise<void> {
  const { t, language } = i18next
  try {
    await engine.call('jobs.restore', { ids: [...ids], recipe: wish })
    toast(t('restore.queued', { count: ids.length }))
  } catch (error) {
    toast(failureSentence(error, language, t), { tone: 'bad' })
  }
}
