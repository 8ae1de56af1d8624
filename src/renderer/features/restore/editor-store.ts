import { create } from 'zustand'
import { keepRecent } from '../../../shared/keep-recent.ts'
import type { Recipe } from '../../../shared/recipe.ts'
import { recallEditor, rememberEditor } from './editor-memory.ts'

/** `scan` shows the original; `newest` whatever was restored last, the scan when nothing was. */
export type Shown = 'scan' | 'newest' | { readonly restorationId: string }

/** What undo goes back to. */
export interface Moment {
  readonly shown: Shown
  /** The recipe as it was changed here; null while it is the one of what is shown. */
  readonly edited: Recipe | null
}

/** What was done to one picture, without a limit. */
export interface History extends Moment {
  readonly past: readonly Moment[]
  readonly future: readonly Moment[]
}

interface EditorState extends History {
  /** The picture all of this is about. */
  readonly id: string | null
  /** Index of the step whose form is open. */
  readonly openStep: number | null
  /** What the version on show is compared with: the scan, or another version. */
  readonly against: string | null
}

const fresh: History = { shown: 'newest', edited: null, past: [], future: [] }

export const useEditor = create<EditorState>(() => ({ id: null, openStep: null, against: null, ...fresh }))

/** Histories of pictures that were open before: leafing through them takes nothing away. */
const others = new Map<string, History>()
const othersKept = 100

const historyOf = ({ shown, edited, past, future }: EditorState): History => ({ shown, edited, past, future })

/** Begins with another picture, or goes on with it; the same one is left as it is. */
export function openPicture(id: string): void {
  const before = useEditor.getState()
  if (before.id === id) return
  if (before.id !== null) keepRecent(others, before.id, historyOf(before), othersKept)
  useEditor.setState({ id, openStep: null, against: null, ...(others.get(id) ?? recallEditor(id) ?? fresh) })
}

/** A page that is loaded again goes on where it was. */
useEditor.subscribe((state) => {
  if (state.id !== null) rememberEditor(state.id, historyOf(state))
})

/** Takes the moment before into the history. */
function go(next: Moment): void {
  useEditor.setState(({ shown, edited, past }) => ({ ...next, past: [...past, { shown, edited }], future: [] }))
}

/** Shows a version and takes its recipe as the one to go on from. What was edited is one undo away. */
export function showVersion(id: string, restorationId: string | null): void {
  openPicture(id)
  const shown: Shown = restorationId === null ? 'scan' : { restorationId }
  if (useEditor.getState().edited === null) useEditor.setState({ shown, openStep: null, against: null })
  else {
    go({ shown, edited: null })
    useEditor.setState({ openStep: null, against: null })
  }
}

export const openStep = (index: number | null): void => useEditor.setState({ openStep: index })

/** The form stays with its step when that, or its neighbour, takes another place. */
export function moveOpenStep(index: number, by: -1 | 1): void {
  const { openStep: open } = useEditor.getState()
  if (open === index) openStep(index + by)
  else if (open === index + by) openStep(index)
}

/** @param restorationId null compares with the scan */
export const compareWith = (restorationId: string | null): void => useEditor.setState({ against: restorationId })

export const editRecipe = (recipe: Recipe): void => go({ shown: useEditor.getState().shown, edited: recipe })

/** A slider being dragged makes many recipes and one step to undo. */
export function adjustRecipe(recipe: Recipe, sameGesture: boolean): void {
  if (sameGesture) useEditor.setState({ edited: recipe, future: [] })
  else editRecipe(recipe)
}

export function undo(): void {
  useEditor.setState(({ shown, edited, past, future }) => {
    const moment = past.at(-1)
    return moment ? { ...moment, past: past.slice(0, -1), future: [{ shown, edited }, ...future] } : {}
  })
}

export function redo(): void {
  useEditor.setState(({ shown, edited, past, future }) => {
    const [moment, ...later] = future
    return moment ? { ...moment, past: [...past, { shown, edited }], future: later } : {}
  })
}
