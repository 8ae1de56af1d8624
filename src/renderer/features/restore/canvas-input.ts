import { type PointerEvent, type RefObject, useEffect, useRef } from 'react'
import { isPannable, pan, toggleZoom, zoomBy } from './canvas-store.ts'

/** Wheel zooms to the pointer, dragging pans, a double click goes between all of it and 1:1. */
export function useCanvasInput(frame: RefObject<HTMLElement | null>) {
  const held = useRef<{ x: number; y: number } | undefined>(undefined)

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
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button > 1 || !isPannable()) return
      event.currentTarget.setPointerCapture(event.pointerId)
      event.currentTarget.dataset.panning = ''
      held.current = { x: event.clientX, y: event.clientY }
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const before = held.current
      if (!before) return
      pan(event.clientX - before.x, event.clientY - before.y)
      held.current = { x: event.clientX, y: event.clientY }
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => {
      held.current = undefined
      delete event.currentTarget.dataset.panning
    },
    onPointerCancel: () => {
      held.current = undefined
    },
    onDoubleClick: toggleZoom,
  }
}
