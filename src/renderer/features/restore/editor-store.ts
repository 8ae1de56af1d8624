import { create } from 'zustand'
import type { Recipe } from '../../../shared/recipe.ts'

/** `scan` shows the original; `newest` whatever was restored last, the scan when nothing was. */
export type Shown = 'scan' | 'newest' | { readonly restorationId: string }

interface EditorState {
  /** The picture all of this is about. */
  readonly id: string | null
  readonly shown: Shown
  /** The recipe as it was changed here; null while it is the one of what is shown. */
  readonly edited: Recipe | null
  readonly past: readonly (Recipe | null)[]
  readonly future: readonly (Recipe | null)[]
  /** Index of the step whose form is open. */
  readonly openStep: number | null
}

const fresh = { shown: 'newest', edited: null, past: [], future: [], openStep: null } as const

export const useEditor = create<EditorState>(() => ({ id: null, ...fresh }))

/** Begins with another picture; the same one is left as it is. */
export function openPicture(id: string): void {
  if (useEditor.getState().id !== id) useEditor.setState({ id, ...fresh })
}

/** Shows a version and takes its recipe as the one to go on from. */
export function showVersion(id: string, restorationId: string | null): void {
  useEditor.setState({ id, ...fresh, shown: restorationId === null ? 'scan' : { restorationId } })
}

export const openStep = (index: number | null): void => useEditor.setState({ openStep: index })

const mostUndo = 100

export function editRecipe(recipe: Recipe): void {
  useEditor.setState(({ edited, past }) => ({
    edited: recipe,
    past: [...past.slice(-mostUndo), edited],
    future: [],
  }))
}

/** A slider being dragged makes many recipes and one step to undo. */
export function adjustRecipe(recipe: Recipe, sameGesture: boolean): void {
  if (sameGesture) useEditor.setState({ edited: recipe, future: [] })
  else editRecipe(recipe)
}

export function undo(): void {
  useEditor.setState(({ edited, past, future }) =>
    past.length === 0
      ? {}
      : { edited: past.at(-1) ?? null, past: past.slice(0, -1), future: [edited, ...future], openStep: null },
  )
}

export function redo(): void {
  useEditor.setState(({ edited, past, future }) =>
    future.length === 0
      ? {}
      : { edited: future[0] ?? null, past: [...past, edited], future: future.slice(1), openStep: null },
  )
}
