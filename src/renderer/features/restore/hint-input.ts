import i18next from 'i18next'
import { type KeyboardEvent, type PointerEvent, useRef } from 'react'
import { toast } from '../../ui/toast-store.ts'
import type { BrushInput } from './brush-input.ts'
import { useCanvas } from './canvas-store.ts'
import { editRecipe } from './editor-store.ts'
import { through } from './frame-map.ts'
import { chooseHint, dropHint, holdHints, isHinting, kept, moveHint, moveHintCursor, useHints } from './hint-store.ts'
import { hintsOf, mostHints, withHints } from './hints-in-recipe.ts'
import { useFrames } from './use-frames.ts'
import type { Session } from './use-session.ts'
import { boxOf } from './viewport.ts'

type Place = readonly [number, number]

/** Spot of a hint, as a fraction of the longer side. */
const radius = 0.01

export const arrows: Readonly<Record<string, Place>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}
const step = 0.005

/** One step of the arrow keys, five with Shift, the same length in both directions. */
export function stepped([x, y]: Place, key: string, far: boolean, size: { width: number; height: number }): Place {
  const [dx, dy] = arrows[key] ?? [0, 0]
  const length = step * (far ? 5 : 1) * Math.max(size.width, size.height)
  return kept([x + (dx * length) / size.width, y + (dy * length) / size.height])
}

/** Places a colour. One step to undo. */
function place({ draft }: Session, at: Place): void {
  if (!draft) return
  const hints = hintsOf(draft)
  if (hints.length >= mostHints) {
    toast(i18next.t('hints.tooMany'), { tone: 'bad' })
    return
  }
  const hint = { point: kept(at), colour: useHints.getState().colour, radius }
  editRecipe(withHints(draft, [...hints, hint], i18next.t('recipe.adjusted')))
  // Not the chosen one: the next colour that is taken up is for the next place, and would change this one.
  chooseHint(null)
}

/** Takes a colour away. */
export function removeHint({ draft }: Session, index: number): void {
  if (!draft) return
  editRecipe(withHints(draft, hintsOf(draft).toSpliced(index, 1), i18next.t('recipe.adjusted')))
  chooseHint(null)
}

/** Puts the moved one where it was let go. */
export function commitMove({ draft }: Session): void {
  const moved = dropHint()
  if (!moved || !draft) return
  const hints = hintsOf(draft).map((hint, i) => (i === moved.index ? { ...hint, point: kept(moved.point) } : hint))
  editRecipe(withHints(draft, hints, i18next.t('recipe.adjusted')))
}

/** Placing colours with mouse, pen, finger or keys; the same shape as the brush's, in whose place it stands. */
export function useHintInput(
  session: Session,
): BrushInput & { readonly at: (event: PointerEvent<HTMLElement>) => Place } {
  const { toDraft, draftSize } = useFrames(session)
  const isHeld = useRef(false)

  const at = (event: PointerEvent<HTMLElement>): Place => {
    const pane = event.currentTarget.closest<HTMLElement>('[data-pane]') ?? event.currentTarget
    const edge = pane.getBoundingClientRect()
    const { view, frame, picture } = useCanvas.getState()
    const box = boxOf(view, frame, picture)
    return through(toDraft, [
      (event.clientX - edge.left - box.left) / box.width,
      (event.clientY - edge.top - box.top) / box.height,
    ])
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (!isHinting() || event.target !== event.currentTarget) return
    if (event.ctrlKey || event.metaKey || event.nativeEvent.isComposing) return
    const { cursor } = useHints.getState()
    if (event.key in arrows) moveHintCursor(stepped(cursor ?? [0.5, 0.5], event.key, event.shiftKey, draftSize))
    else if (event.key === 'Enter') place(session, cursor ?? [0.5, 0.5])
    else if (event.key === ' ') isHeld.current = true
    else if (event.key === 'Escape') holdHints(false)
    else return
    event.preventDefault()
  }
  return {
    at,
    onKeyDown,
    onKeyUp: (event) => {
      if (event.key === ' ') isHeld.current = false
    },
    down: (event) => {
      // With Space the picture is panned.
      if (!isHinting() || event.button !== 0 || isHeld.current) return false
      event.currentTarget.focus({ preventScroll: true })
      const [x, y] = at(event)
      if (x < 0 || x > 1 || y < 0 || y > 1) return false
      place(session, [x, y])
      return true
    },
    move: () => undefined,
    up: () => undefined,
  }
}

/** What a marked colour answers to: dragging, arrow keys, Delete. */
export function useMarkInput(session: Session) {
  const { draftSize } = useFrames(session)
  const { at } = useHintInput(session)
  return (index: number, point: Place) => ({
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return
      event.stopPropagation()
      event.currentTarget.setPointerCapture(event.pointerId)
      chooseHint(index)
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      if (event.currentTarget.hasPointerCapture(event.pointerId)) moveHint(index, at(event))
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => {
      event.stopPropagation()
      commitMove(session)
    },
    onFocus: () => chooseHint(index),
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      if (event.ctrlKey || event.metaKey) return
      if (event.key in arrows) {
        moveHint(index, stepped(useHints.getState().moved?.point ?? point, event.key, event.shiftKey, draftSize))
        commitMove(session)
      } else if (event.key === 'Delete' || event.key === 'Backspace') {
        removeHint(session, index)
        event.currentTarget.closest<HTMLElement>('[data-pane]')?.focus()
      } else if (event.key === 'Escape') event.currentTarget.closest<HTMLElement>('[data-pane]')?.focus()
      else return
      event.preventDefault()
      event.stopPropagation()
    },
  })
}
