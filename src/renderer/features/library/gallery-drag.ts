import type { DragEvent } from 'react'
import type { OriginalSummary } from '../../../shared/entities.ts'
import { assetUrl } from '../../transport/services.ts'
import { moveInAlbum } from './album-actions.ts'
import { useSelection } from './selection-store.ts'
import type { GalleryQuery } from './view-store.ts'

/** Pictures on their way within the page: a list of ids. */
export const carriedType = 'application/x-daguerre-pictures'

export const isCarrying = (event: DragEvent): boolean => event.dataTransfer.types.includes(carriedType)

export function carried(event: DragEvent): string[] {
  try {
    const ids: unknown = JSON.parse(event.dataTransfer.getData(carriedType))
    return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : []
  } catch {
    return []
  }
}

const cellOf = (event: DragEvent) => (event.target as Element).closest?.('[data-index]') ?? undefined
const indexOf = (cell: Element | undefined) => Number(cell?.getAttribute('data-index') ?? Number.NaN)

/** The full picture: of the newest version where there is one. Chromium hands it out as a file when it is dropped elsewhere. */
function download(item: OriginalSummary): string {
  const asset = item.restoredThumb?.replace('r-thumb/', 'r-full/') ?? item.thumb.replace('thumb/', 'full/')
  const name = item.name.replace(/\.[^.]{1,5}$/, '').replaceAll(':', '_')
  return `image/jpeg:${name}${item.restoredThumb ? '_restored' : ''}.jpg:${new URL(assetUrl(asset), location.href)}`
}

interface DragNeeds {
  readonly query: GalleryQuery
  readonly itemAt: (index: number) => OriginalSummary | undefined
}

/** Dragging pictures: onto an album, to another place in the album on show, or out of the window. */
export function galleryDrag({ query, itemAt }: DragNeeds) {
  const album = query.order === 'album' ? query.filters?.album : undefined
  const mark = (event: DragEvent, on: boolean) => {
    if (album !== undefined && isCarrying(event)) cellOf(event)?.toggleAttribute('data-drop', on)
  }
  return {
    onDragStart: (event: DragEvent) => {
      const item = itemAt(indexOf(cellOf(event)))
      if (!item) return
      const { selected } = useSelection.getState()
      const ids = selected.has(item.id) ? [...selected] : [item.id]
      event.dataTransfer.setData(carriedType, JSON.stringify(ids))
      event.dataTransfer.setData('DownloadURL', download(item))
      event.dataTransfer.effectAllowed = 'copyMove'
    },
    onDragOver: (event: DragEvent) => {
      if (album === undefined || !isCarrying(event)) return
      event.preventDefault()
      mark(event, true)
    },
    onDragLeave: (event: DragEvent) => mark(event, false),
    onDrop: (event: DragEvent) => {
      mark(event, false)
      const before = itemAt(indexOf(cellOf(event)))
      if (album === undefined || !before || !isCarrying(event)) return
      event.preventDefault()
      void moveInAlbum(album, carried(event), before.id)
    },
  }
}
