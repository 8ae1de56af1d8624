import i18next from 'i18next'
import type { OriginalSummary } from '../../../shared/entities.ts'
import { keys, queryClient } from '../../state/queries.ts'
import { useRoute } from '../../state/route.ts'
import { failureSentence } from '../../state/use-words.ts'
import { engine } from '../../transport/services.ts'
import { toast } from '../../ui/toast-store.ts'
import { blockQuery } from './gallery-data.ts'
import { blockSize } from './gallery-layout.ts'
import { useSelection } from './selection-store.ts'
import { galleryQuery, useView } from './view-store.ts'

export interface PictureEdit {
  readonly rating?: number
  readonly flag?: number
  readonly note?: string
  readonly date?: string | null
}

/** The picture the keyboard is at in the gallery, if it is loaded. */
export function pictureAt(index: number): OriginalSummary | undefined {
  const query = blockQuery(galleryQuery(useView.getState()), Math.floor(index / blockSize))
  const block = queryClient.getQueryData<{ items: OriginalSummary[] }>(query.queryKey)
  return block?.items[index % blockSize]
}

const isInGallery = () => document.activeElement?.closest('[role="grid"]') !== null

/** What a command means: the selected pictures, else the one with the focus, else the one that is open. */
export function meantPictures(): string[] {
  const { screen, openId } = useRoute.getState()
  if (screen !== 'library') return openId === null ? [] : [openId]
  const { selected, cursor } = useSelection.getState()
  if (selected.size > 0) return [...selected]
  const item = isInGallery() ? pictureAt(cursor) : undefined
  return item ? [item.id] : []
}

/** Shown at once, written in the background; said how many pictures it touched when it was more than one. */
export async function editPictures(ids: readonly string[], edit: PictureEdit): Promise<void> {
  if (ids.length === 0) return
  showAtOnce(new Set(ids), edit)
  try {
    await engine.call('catalog.edit', { ids: [...ids], ...edit })
    await queryClient.invalidateQueries({ queryKey: ['description'] })
    if (ids.length > 1) toast(i18next.t('edit.done', { count: ids.length, shown: ids.length }), { tone: 'good' })
  } catch (error) {
    await queryClient.invalidateQueries({ queryKey: keys.lists })
    toast(failureSentence(error, i18next.language, i18next.t), { tone: 'bad' })
  }
}

function showAtOnce(ids: ReadonlySet<string>, { rating, flag }: PictureEdit): void {
  if (rating === undefined && flag === undefined) return
  const change = { ...(rating !== undefined && { rating }), ...(flag !== undefined && { flag }) }
  queryClient.setQueriesData<{ items?: OriginalSummary[] }>({ queryKey: keys.lists }, (known) =>
    known?.items?.some((item) => ids.has(item.id))
      ? { ...known, items: known.items.map((item) => (ids.has(item.id) ? { ...item, ...change } : item)) }
      : known,
  )
}

/** Rates what is meant; the same stars again take them away, as on paper. */
export const rate = (rating: number): void => void editPictures(meantPictures(), { rating })
export const flag = (value: -1 | 0 | 1): void => void editPictures(meantPictures(), { flag: value })
