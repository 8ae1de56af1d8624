import type { FocusEvent, KeyboardEvent, MouseEvent } from 'react'
import type { OriginalSummary } from '../../../shared/entities.ts'
import { goToRestore } from '../../state/route.ts'
import { rememberPosition } from '../restore/neighbours.ts'
import { idsBetween } from './gallery-data.ts'
import { type Block, placeOf, verticalNeighbour } from './gallery-layout.ts'
import { meantPictures, pictureAt } from './picture-actions.ts'
import { addSelected, clearSelection, moveCursor, toggleSelected, useSelection } from './selection-store.ts'
import { type GalleryQuery, galleryQuery, useView } from './view-store.ts'

interface InputNeeds {
  readonly query: GalleryQuery
  readonly total: number
  readonly blocks: readonly Block[]
  readonly gap: number
  readonly pageHeight: number
  readonly itemAt: (index: number) => OriginalSummary | undefined
}

/** What keys and clicks mean in the gallery. One pair of handlers for all pictures, however many. */
export function useGalleryInput(needs: InputNeeds) {
  return {
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      if (event.nativeEvent.isComposing || event.altKey) return
      if (handleKey(needs, event)) event.preventDefault()
    },
    onClick: (event: MouseEvent<HTMLElement>) => handleClick(needs, event),
    // A screen reader puts the focus where it likes: what keys mean follows it.
    onFocus: (event: FocusEvent<HTMLElement>) => {
      const index = numberOf(event.target)
      if (index !== undefined && index !== useSelection.getState().cursor)
        useSelection.setState({ cursor: index, anchor: index })
    },
  }
}

const numberOf = (target: EventTarget): number | undefined => {
  const index = (target as Element).closest?.('[data-index]')?.getAttribute('data-index')
  return index === null || index === undefined ? undefined : Number(index)
}

function handleClick(needs: InputNeeds, event: MouseEvent<HTMLElement>): void {
  const index = numberOf(event.target)
  const item = index === undefined ? undefined : needs.itemAt(index)
  if (index === undefined || !item) return
  const { selected, anchor } = useSelection.getState()
  const onCheck = (event.target as Element).closest('[data-part="check"]') !== null
  if (event.shiftKey) void selectRange(needs.query, anchor, index)
  else if (onCheck || event.ctrlKey || event.metaKey || selected.size > 0) toggleSelected(item.id, index)
  else open(needs.query, item, index)
}

function open(query: GalleryQuery, item: OriginalSummary, index: number): void {
  moveCursor(index)
  rememberPosition(query, index)
  goToRestore(item.id)
}

/** Opens the picture the keyboard is at, or the one that is selected. @returns whether there is one */
export function openAtCursor(): boolean {
  const { cursor, selected } = useSelection.getState()
  const [meant] = meantPictures()
  if (meant === undefined) return false
  const item = pictureAt(cursor)
  if (item && (selected.size === 0 || selected.has(item.id))) open(galleryQuery(useView.getState()), item, cursor)
  else goToRestore(meant)
  return true
}

async function selectRange(query: GalleryQuery, anchor: number, index: number): Promise<void> {
  addSelected(await idsBetween(query, anchor, index), index)
}

export async function selectAll(query: GalleryQuery, total: number): Promise<void> {
  if (total > 0) addSelected(await idsBetween(query, 0, total - 1))
}

/** @returns whether the key meant anything */
function handleKey(needs: InputNeeds, event: KeyboardEvent): boolean {
  const { cursor, anchor } = useSelection.getState()
  const item = needs.itemAt(cursor)
  const command = event.ctrlKey || event.metaKey
  if (event.key === 'Enter' && item) open(needs.query, item, cursor)
  else if (event.key === ' ' && item) toggleSelected(item.id, cursor)
  else if (event.key === 'Escape' && useSelection.getState().selected.size > 0) clearKeepingCursor(cursor)
  else if (command && event.key.toLowerCase() === 'a') void selectAll(needs.query, needs.total)
  else {
    const next = command && event.key.startsWith('Arrow') ? undefined : destination(needs, cursor, event)
    if (next === undefined) return false
    moveCursor(next)
    if (event.shiftKey) void selectRange(needs.query, anchor, next)
    else useSelection.setState({ anchor: next })
  }
  return true
}

function clearKeepingCursor(cursor: number): void {
  clearSelection()
  useSelection.setState({ cursor, anchor: cursor })
}

function destination(needs: InputNeeds, cursor: number, event: KeyboardEvent): number | undefined {
  const last = needs.total - 1
  const within = (index: number) => Math.min(last, Math.max(0, index))
  const vertical = (step: -1 | 1) => verticalNeighbour(needs.blocks, cursor, step, needs.gap, needs.total)
  switch (event.key) {
    case 'ArrowLeft':
      return within(cursor - 1)
    case 'ArrowRight':
      return within(cursor + 1)
    case 'ArrowUp':
      return vertical(-1)
    case 'ArrowDown':
      return vertical(1)
    case 'Home':
      return 0
    case 'End':
      return last
    case 'PageUp':
      return byPage(needs, cursor, -1)
    case 'PageDown':
      return byPage(needs, cursor, 1)
    default:
      return undefined
  }
}

/** As many rows as fit into the view. */
function byPage(needs: InputNeeds, cursor: number, step: -1 | 1): number {
  let index = cursor
  const start = placeOf(needs.blocks, cursor, needs.gap)?.top ?? 0
  for (;;) {
    const next = verticalNeighbour(needs.blocks, index, step, needs.gap, needs.total)
    const top = placeOf(needs.blocks, next, needs.gap)?.top
    if (next === index || top === undefined || Math.abs(top - start) > needs.pageHeight) return index
    index = next
  }
}
