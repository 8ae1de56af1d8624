import type { Size } from '../define.ts'

export interface Turning {
  readonly turn: 0 | 90 | 180 | 270
  readonly flip: 'none' | 'horizontal' | 'vertical'
  /** Degrees, clockwise. */
  readonly angle: number
  readonly corners: 'crop' | 'fill'
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

export interface Box extends Size {
  readonly left: number
  readonly top: number
}

export const afterTurn = (turn: Turning['turn'], { width, height }: Size): Size =>
  turn % 180 === 0 ? { width, height } : { width: height, height: width }

/** The largest upright rectangle inside a `width` x `height` picture turned by `degrees`; at least one pixel. */
export function innerSize({ width, height }: Size, degrees: number): Size {
  const angle = Math.abs(degrees * Math.PI) / 180
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)]
  const [long, short] = width >= height ? [width, height] : [height, width]
  let size: Size
  if (short <= 2 * sin * cos * long) {
    // Two corners touch the long sides: the middle of the rectangle is that of the picture.
    const half = short / 2
    size = width >= height ? { width: half / sin, height: half / cos } : { width: half / cos, height: half / sin }
  } else {
    const double = cos * cos - sin * sin
    size = { width: (width * cos - height * sin) / double, height: (height * cos - width * sin) / double }
  }
  // Half a pixel less on each side keeps the outermost samples inside.
  return { width: Math.max(1, Math.floor(size.width - 1)), height: Math.max(1, Math.floor(size.height - 1)) }
}

/** Size after the quarter turn and straightening. */
export function afterStraighten(params: Turning, size: Size): Size {
  const turned = afterTurn(params.turn, size)
  return params.angle === 0 || params.corners === 'fill' ? turned : innerSize(turned, params.angle)
}

/** The cut in whole pixels; what reaches over the edge is left out, at least one pixel stays. */
export function cropBox({ left, top, width, height }: Turning, size: Size): Box {
  const along = (start: number, length: number, whole: number) => {
    const first = Math.min(whole - 1, Math.round(start * whole))
    const last = Math.min(whole, Math.round((start + length) * whole))
    return { first, count: Math.max(1, last - first) }
  }
  const [x, y] = [along(left, width, size.width), along(top, height, size.height)]
  return { left: x.first, top: y.first, width: x.count, height: y.count }
}

export function resultSize(params: Turning, size: Size): Size {
  const { width, height } = cropBox(params, afterStraighten(params, size))
  return { width, height }
}
