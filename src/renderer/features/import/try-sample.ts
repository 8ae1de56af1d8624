import i18next from 'i18next'
import { goToRestore } from '../../state/route.ts'
import { failureSentence } from '../../state/use-words.ts'
import { engine } from '../../transport/services.ts'
import { toast } from '../../ui/toast-store.ts'

/** A picture of our own to try everything with, opened at once. */
export async function trySample(): Promise<void> {
  try {
    const { id } = await engine.call('catalog.sample', {})
    goToRestore(id)
  } catch (error) {
    toast(failureSentence(error, i18next.language, i18next.t), { tone: 'bad' })
  }
}
