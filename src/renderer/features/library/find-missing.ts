import i18next from 'i18next'
import { create } from 'zustand'
import { codeOf } from '../../../shared/errors.ts'
import { queryClient } from '../../state/queries.ts'
import { failureSentence } from '../../state/use-words.ts'
import { engine, host } from '../../transport/services.ts'
import { toast } from '../../ui/toast-store.ts'

/** The search for missing files that runs, if one does. */
export const useMissingSearch = create<{ readonly stop: AbortController | null }>(() => ({ stop: null }))

/** Looks for files that are not where they were: in a folder that the user chooses, or around where their pictures lie. */
export async function findMissing(where: 'around' | 'folder'): Promise<void> {
  if (useMissingSearch.getState().stop) return
  const stop = new AbortController()
  const { t, language } = i18next
  try {
    const folder = where === 'around' ? null : (await host.call('host.pick-folder', {})).grant
    if (folder === null && where === 'folder') return
    useMissingSearch.setState({ stop })
    const { relinked, returned, missing } = await engine.call('catalog.relink', { folder }, { signal: stop.signal })
    const found = relinked + returned
    const parts = [
      found > 0 ? t('missing.found', { count: found, shown: found }) : '',
      missing > 0 ? t('missing.still', { count: missing, shown: missing }) : '',
    ]
    toast(parts.filter(Boolean).join(' '), { tone: found > 0 ? 'good' : 'plain' })
  } catch (error) {
    if (codeOf(error) !== 'cancelled') toast(failureSentence(error, language, t), { tone: 'bad' })
  } finally {
    useMissingSearch.setState({ stop: null })
    await queryClient.invalidateQueries()
  }
}
