import type { Restoration } from '../../../shared/entities.ts'
import { keys, queryClient } from '../../state/queries.ts'
import { useRoute } from '../../state/route.ts'
import { useSelection } from '../library/selection-store.ts'
import { useEditor } from '../restore/editor-store.ts'
import { openExport } from './export-store.ts'

/** What Export means where the user is: the version on show, or the selected pictures. */
function current(): { restorations: string[] } | { originals: string[] } | undefined {
  const { screen, openId } = useRoute.getState()
  if (screen === 'library') {
    const originals = [...useSelection.getState().selected]
    return originals.length > 0 ? { originals } : undefined
  }
  if (openId === null) return undefined
  const { shown, id } = useEditor.getState()
  if (id === openId && typeof shown === 'object') return { restorations: [shown.restorationId] }
  const known = queryClient.getQueryData<{ restorations: Restoration[] }>(keys.original(openId))
  return known?.restorations.some(({ imagined }) => !imagined) ? { originals: [openId] } : undefined
}

export const hasExportable = (): boolean => current() !== undefined

export function exportCurrent(): void {
  const wish = current()
  if (wish) openExport(wish)
}
