import i18next from 'i18next'
import { create } from 'zustand'
import { codeOf } from '../../../shared/errors.ts'
import { failureSentence } from '../../state/use-words.ts'
import { engine } from '../../transport/services.ts'
import { toast } from '../../ui/toast-store.ts'
import type { GalleryQuery } from './view-store.ts'

interface Looking {
  readonly stop: AbortController | null
  readonly done: number
  readonly total: number
}

/** The search for damage that runs, if one does. */
export const useLooking = create<Looking>(() => ({ stop: null, done: 0, total: 0 }))

/** Looks for damage on those pictures of the gallery that nobody has looked at. What was found until a stop stays found. */
export async function lookForDamage(query: GalleryQuery, total: number): Promise<void> {
  if (useLooking.getState().stop) return
  const stop = new AbortController()
  const { t, language } = i18next
  const { order: _, ...asked } = query
  useLooking.setState({ stop, done: 0, total })
  try {
    const { looked, failed } = await engine.call('photo.look', asked, {
      signal: stop.signal,
      onEvent: (progress) => useLooking.setState(progress),
    })
    const parts = [
      looked > 0 || failed === 0 ? t('look.done', { count: looked, shown: looked }) : '',
      failed > 0 ? t('look.failed', { count: failed, shown: failed }) : '',
    ]
    toast(parts.filter(Boolean).join(' '), { tone: failed > 0 ? 'bad' : 'good' })
  } catch (error) {
    if (codeOf(error) !== 'cancelled') toast(failureSentence(error, language, t), { tone: 'bad' })
  } finally {
    useLooking.setState({ stop: null })
  }
}
