/** How a picture lies in its frame. Everything in CSS px, but `x`, `y`: the point of the picture (0..1) in the middle. */
export interface Viewport {
  /** CSS px for one pixel of the picture; `fit` shows all of it. */
  readonly zoom: number | 'fit'
  readonly x: number
  readonly y: number
}

export interface Size {
  readonly width: number
  readonly height: number
}

export interface Box extends Size {
  readonly left: number
  readonly top: number
}

export const fitted: Viewport = { zoom: 'fit', x: 0.5, y: 0.5 }

/** Left free around a fitted picture. */
export const margin = 24
const largestZoom = 16
/** A tiny scan is shown large, but not so large that it is only squares. */
const largestFit = 4

export function fitScale(frame: Size, picture: Size): number {
  const across = (frame.width - 2 * margin) / picture.width
  const down = (frame.height - 2 * margin) / picture.height
  return Math.max(0.01, Math.min(across, down, largestFit))
}

export const scaleOf = (view: Viewport, frame: Size, picture: Size): number =>
  view.zoom === 'fit' ? fitScale(frame, picture) : view.zoom

/** Where the picture is drawn. A picture smaller than its frame stays in the middle; a larger one fills it. */
export function boxOf(view: Viewport, frame: Size, picture: Size): Box {
  const scale = scaleOf(view, frame, picture)
  const width = picture.width * scale
  const height = picture.height * scale
  const x = clampCentre(view.x, width, frame.width)
  const y = clampCentre(view.y, height, frame.height)
  return { left: frame.width / 2 - x * width, top: frame.height / 2 - y * height, width, height }
}

/** Keeps `margin` at most between a picture's edge and the frame's. */
function clampCentre(centre: number, length: number, frame: number): number {
  const reach = (frame / 2 - margin) / length
  return length + 2 * margin <= frame ? 0.5 : Math.min(1 - reach, Math.max(reach, centre))
}

/**
 * Zooms so that the point of the picture under `at` (px from the frame's corner) stays under it.
 * @param factor above 1 goes nearer
 */
export function zoomAt(
  view: Viewport,
  factor: number,
  at: { x: number; y: number },
  frame: Size,
  picture: Size,
): Viewport {
  const fit = fitScale(frame, picture)
  const wanted = scaleOf(view, frame, picture) * factor
  const zoom = Math.min(Math.max(largestZoom, fit), Math.max(Math.min(fit, 1), wanted))
  if (zoom <= fit && factor < 1) return fitted
  const before = boxOf(view, frame, picture)
  const pointX = (at.x - before.left) / before.width
  const pointY = (at.y - before.top) / before.height
  const width = picture.width * zoom
  const height = picture.height * zoom
  return settle(
    {
      zoom,
      x: pointX + (frame.width / 2 - at.x) / width,
      y: pointY + (frame.height / 2 - at.y) / height,
    },
    frame,
    picture,
  )
}

/** Moves the picture by px. */
export function panBy(view: Viewport, dx: number, dy: number, frame: Size, picture: Size): Viewport {
  const { width, height } = boxOf(view, frame, picture)
  return settle({ ...view, x: view.x - dx / width, y: view.y - dy / height }, frame, picture)
}

/** Forgets what lies beyond the edge, so that panning back starts at once. */
function settle(view: Viewport, frame: Size, picture: Size): Viewport {
  const scale = scaleOf(view, frame, picture)
  return {
    zoom: view.zoom,
    x: clampCentre(view.x, picture.width * scale, frame.width),
    y: clampCentre(view.y, picture.height * scale, frame.height),
  }
}

/** Whether there is anything to pan to. */
export const canPan = (view: Viewport, frame: Size, picture: Size): boolean => {
  const { width, height } = boxOf(view, frame, picture)
  return width > frame.width || height > frame.height
}

/**
 * What each side of a divider shows, as CSS. Both are cut: where a version was turned or cropped the scan does not cover
 * all of it, and what lies behind, and the map of what was invented with it, would be taken for the scan.
 */
export function splitClips(box: Box, divider: number): { readonly before: string; readonly after: string } {
  const at = Math.min(box.width, Math.max(0, divider - box.left))
  return { before: `inset(0 ${box.width - at}px 0 0)`, after: `inset(0 0 0 ${at}px)` }
}

/** The part of the picture that is in the frame, in px of the frame: where the divider can go. */
export function visibleSpan(box: Box, frame: Size): { left: number; right: number } {
  return { left: Math.max(0, box.left), right: Math.min(frame.width, box.left + box.width) }
}
