import { moveInAlbum } from './album-actions.ts'
import { pictureAt } from './picture-actions.ts'
import { moveCursor, useSelection } from './selection-store.ts'
import { useView } from './view-store.ts'

/** Moves the picture with the focus one place within the album on show: what dragging does, by keys. */
export async function moveCurrent(by: -1 | 1): Promise<void> {
  const { filters, order } = useView.getState()
  const { cursor } = useSelection.getState()
  const item = pictureAt(cursor)
  const passed = pictureAt(cursor + by)
  if (filters.album === undefined || order !== 'album' || !item || !passed) return
  // Behind the next one is in front of the one after it.
  const before = by < 0 ? passed.id : (pictureAt(cursor + 2)?.id ?? null)
  await moveInAlbum(filters.album, [item.id], before)
  moveCursor(cursor + by)
}
