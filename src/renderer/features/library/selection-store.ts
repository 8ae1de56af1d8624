import { create } from 'zustand'

interface SelectionState {
  readonly selected: ReadonlySet<string>
  /** The picture the keyboard is at; one tab stop for the whole gallery. */
  readonly cursor: number
  /** Where a range begins. */
  readonly anchor: number
}

export const useSelection = create<SelectionState>(() => ({ selected: new Set(), cursor: 0, anchor: 0 }))

export const clearSelection = (): void => useSelection.setState({ selected: new Set(), cursor: 0, anchor: 0 })

export const unselectAll = (): void => useSelection.setState({ selected: new Set() })

export const moveCursor = (cursor: number): void => useSelection.setState({ cursor })

export function toggleSelected(id: string, index: number): void {
  useSelection.setState(({ selected }) => {
    const next = new Set(selected)
    if (!next.delete(id)) next.add(id)
    return { selected: next, cursor: index, anchor: index }
  })
}

/** Adds to what is selected; the anchor stays, so that the next range starts where this one did. */
export function addSelected(ids: readonly string[], cursor?: number): void {
  useSelection.setState((state) => ({
    selected: new Set([...state.selected, ...ids]),
    cursor: cursor ?? state.cursor,
  }))
}

/** Forgets pictures that are gone. */
export function dropSelected(ids: readonly string[]): void {
  useSelection.setState(({ selected }) => {
    const next = new Set(selected)
    for (const id of ids) next.delete(id)
    return { selected: next }
  })
}
