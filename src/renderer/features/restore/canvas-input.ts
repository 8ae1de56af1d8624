import { type PointerEvent, type RefObject, useEffect, useRef } from 'react'
import type { BrushInput } from './brush-input.ts'
import { isPainting } from './brush-store.ts'
import { isPannable, pan, toggleZoom, zoomBy } from './canvas-store.ts'
import { isHinting } from './hint-store.ts'

/** Wheel zooms to the pointer, dragging pans or paints, a double click goes between all of it and 1:1. */
export function useCanvasInput(frame: RefObject<HTMLElement | null>, brush: BrushInput) {
  const held = useRef<{ x: number; y: number } | undefined>(undefined)
  const letGo = (event: PointerEvent<HTMLElement>) => {
    brush.up()
    held.current = undefined
    delete event.currentTarget.dataset.panning
  }

  useEffect(() => {
    const element = frame.current
    if (!element) return undefined
    // React listens passively to the wheel, and a passive listener cannot keep the page from zooming.
    const onWheel = (event: WheelEvent) => {
      event.preventDefault()
      const edge = element.getBoundingClientRect()
      const speed = event.ctrlKey ? 0.01 : event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 0.05 : 0.0015
      zoomBy(Math.exp(-event.deltaY * speed), { x: event.clientX - edge.left, y: event.clientY - edge.top })
    }
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => element.removeEventListener('wheel', onWheel)
  }, [frame])

  return {
    onKeyDown: brush.onKeyDown,
    onKeyUp: brush.onKeyUp,
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (brush.down(event) || event.button > 1 || !isPannable()) return
      event.currentTarget.setPointerCapture(event.pointerId)
      event.currentTarget.dataset.panning = ''
      held.current = { x: event.clientX, y: event.clientY }
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      brush.move(event)
      const before = held.current
      if (!before) return
      pan(event.clientX - before.x, event.clientY - before.y)
      held.current = { x: event.clientX, y: event.clientY }
    },
    onPointerUp: letGo,
    onPointerCancel: letGo,
    onDoubleClick: () => {
      if (!isPainting() && !isHinting()) toggleZoom()
    },
  }
}
