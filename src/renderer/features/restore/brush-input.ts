import i18next from 'i18next'
import { type KeyboardEvent, type PointerEvent, useRef } from 'react'
import { toast } from '../../ui/toast-store.ts'
import { beginStroke, endStroke, extendStroke, isPainting, moveCursor, takeBrush, useBrush } from './brush-store.ts'
import { useCanvas } from './canvas-store.ts'
import { editRecipe } from './editor-store.ts'
import { through } from './frame-map.ts'
import { mostStrokes, nameAfterPainting, strokesOf, withStrokes } from './strokes-in-recipe.ts'
import { useFrames } from './use-frames.ts'
import type { Session } from './use-session.ts'
import { boxOf } from './viewport.ts'

/** Puts the stroke that is being made into the recipe: one step to undo. */
function commit({ draft }: Session): void {
  const made = endStroke()
  if (!made || !draft) return
  const before = strokesOf(draft, made.kind)
  if (before.length >= mostStrokes) toast(i18next.t('brush.tooMany'), { tone: 'bad' })
  else
    editRecipe(withStrokes(draft, made.kind, [...before, made.stroke], nameAfterPainting(draft, made.kind, i18next.t)))
}

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** Painting with mouse, pen, finger or keys. Nothing of it answers while the brush is put away. */
export function useBrushInput(session: Session) {
  const { toDraft, draftSize } = useFrames(session)
  /** Space with the mouse pans; alone it puts the pen down and up. */
  const space = useRef<'up' | 'held' | 'used'>('up')

  const place = (event: PointerEvent<HTMLElement>) => {
    const edge = event.currentTarget.getBoundingClientRect()
    const { view, frame, picture } = useCanvas.getState()
    const box = boxOf(view, frame, picture)
    return through(toDraft, [
      (event.clientX - edge.left - box.left) / box.width,
      (event.clientY - edge.top - box.top) / box.height,
    ])
  }
  const step = (key: string, far: boolean) => {
    const { cursor, radius, live } = useBrush.getState()
    const [dx, dy] = arrows[key] ?? [0, 0]
    const longer = Math.max(draftSize.width, draftSize.height)
    const length = Math.max(radius * 0.5, 0.002) * (far ? 5 : 1) * longer
    const [x, y] = cursor ?? [0.5, 0.5]
    const next = [x + (dx * length) / draftSize.width, y + (dy * length) / draftSize.height] as const
    if (live) extendStroke(next)
    else moveCursor(next)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    // Keys of the divider, which lies in the picture, are its own.
    if (!isPainting() || event.target !== event.currentTarget) return
    if (event.ctrlKey || event.metaKey || event.nativeEvent.isComposing) return
    const { cursor, live } = useBrush.getState()
    if (event.key in arrows) step(event.key, event.shiftKey)
    else if (event.key === ' ') space.current = space.current === 'used' ? 'used' : 'held'
    else if (event.key === 'Enter' && !live) {
      beginStroke(cursor ?? [0.5, 0.5])
      commit(session)
    } else if (event.key === 'Escape') {
      if (live) endStroke()
      else takeBrush(null)
    } else return
    event.preventDefault()
  }
  const onKeyUp = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== ' ' || event.target !== event.currentTarget) return
    const alone = space.current === 'held'
    space.current = 'up'
    if (!alone || !isPainting()) return
    event.preventDefault()
    const { cursor, live } = useBrush.getState()
    if (live) commit(session)
    else beginStroke(cursor ?? [0.5, 0.5])
  }

  return {
    onKeyDown,
    onKeyUp,
    /** @returns whether the brush takes it; else it pans */
    down: (event: PointerEvent<HTMLElement>): boolean => {
      if (!isPainting() || event.button !== 0) return false
      if (space.current !== 'up') {
        space.current = 'used'
        return false
      }
      event.currentTarget.setPointerCapture(event.pointerId)
      event.currentTarget.focus({ preventScroll: true })
      beginStroke(place(event), event.altKey ? 'original' : undefined)
      return true
    },
    move: (event: PointerEvent<HTMLElement>): void => {
      if (!isPainting()) return
      const isHeld = event.currentTarget.hasPointerCapture(event.pointerId)
      if (useBrush.getState().live && isHeld) extendStroke(place(event))
      else if (!useBrush.getState().live) moveCursor(place(event))
    },
    up: (): void => {
      if (useBrush.getState().live) commit(session)
    },
  }
}
export type BrushInput = ReturnType<typeof useBrushInput>
