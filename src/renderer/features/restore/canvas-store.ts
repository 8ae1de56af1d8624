import { create } from 'zustand'
import { canPan, fitted, panBy, type Size, scaleOf, type Viewport, zoomAt } from './viewport.ts'

export type CompareMode = 'off' | 'split' | 'side'
const modes: readonly CompareMode[] = ['off', 'split', 'side']

interface CanvasState {
  readonly mode: CompareMode
  /** Place of the divider, 0..1 of what is seen of the picture. */
  readonly split: number
  /** The scan is shown alone while a key or button is held. */
  readonly peek: boolean
  readonly showInvented: boolean
  readonly view: Viewport
  /** One pane; two lie beside each other in the mode `side`. */
  readonly frame: Size
  readonly picture: Size
}

export const useCanvas = create<CanvasState>(() => ({
  mode: 'split',
  split: 0.5,
  peek: false,
  showInvented: false,
  view: fitted,
  frame: { width: 0, height: 0 },
  picture: { width: 1, height: 1 },
}))

const change = (next: (state: CanvasState) => Partial<CanvasState>) => useCanvas.setState(next)

export const setMode = (mode: CompareMode): void => change(() => ({ mode }))
/** Both are to be seen: split, unless they are already. */
export const compareSomehow = (): void => change(({ mode }) => ({ mode: mode === 'off' ? 'split' : mode }))
export const nextMode = (): void =>
  change(({ mode }) => ({ mode: modes[(modes.indexOf(mode) + 1) % modes.length] ?? 'off' }))
export const setSplit = (split: number): void => change(() => ({ split: Math.min(1, Math.max(0, split)) }))
export const setPeek = (peek: boolean): void => change(() => ({ peek }))
export const toggleInvented = (): void => change(({ showInvented }) => ({ showInvented: !showInvented }))
export const setFrame = (frame: Size): void => change(() => ({ frame }))
export const setView = (view: Viewport): void => change(() => ({ view }))

/** Another picture: all of it is shown again. */
export const showPicture = (picture: Size, isOther: boolean): void =>
  change(({ view }) => ({ picture, view: isOther ? fitted : view }))

export const zoomFit = (): void => setView(fitted)

/** @param at px from the pane's corner; its middle when left out */
export function zoomBy(factor: number, at?: { x: number; y: number }): void {
  change(({ view, frame, picture }) => ({
    view: zoomAt(view, factor, at ?? { x: frame.width / 2, y: frame.height / 2 }, frame, picture),
  }))
}

/** @param scale CSS px for one pixel of the picture @param how `at-least` leaves a nearer view as it is */
export function zoomTo(scale: number, how: 'exactly' | 'at-least' = 'exactly'): void {
  change(({ view, frame, picture }) => {
    const now = scaleOf(view, frame, picture)
    if (how === 'at-least' && now >= scale) return {}
    const middle = { x: frame.width / 2, y: frame.height / 2 }
    const next = zoomAt(view, scale / now, middle, frame, picture)
    return { view: { ...next, zoom: scale } }
  })
}

/** One pixel of the picture on one of the screen. */
export const zoomActual = (): void => zoomTo(1 / (globalThis.devicePixelRatio || 1))

export function toggleZoom(): void {
  if (useCanvas.getState().view.zoom === 'fit') zoomActual()
  else zoomFit()
}

export const pan = (dx: number, dy: number): void =>
  change(({ view, frame, picture }) => ({ view: panBy(view, dx, dy, frame, picture) }))

export const isPannable = (): boolean => {
  const { view, frame, picture } = useCanvas.getState()
  return canPan(view, frame, picture)
}
