import type { Raster } from '../../shared/image/raster.ts'
import { lumaPlane, percentile } from '../support/luma.ts'

/** The part of a scan that shows the picture, in pixels of the measured copy. */
export interface Frame {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** A row or column flatter than this is paper, mount or scanner lid. */
const FLAT = 0.03
/** Borders wider than this part of a side are no borders. */
const MOST = 0.25
/** Kept off on every side besides: torn edges, shadows of the lid. */
const MARGIN = 0.02

/**
 * Finds the picture inside its border: from every edge inwards, lines that are flat and as light or dark as the edge
 * belong to the border. A picture without a border loses only the margin.
 */
export function findFrame(image: Raster): Frame {
  const { width, height } = image
  const luma = lumaPlane(image)
  const row = (y: number) => spread(Float32Array.from({ length: width }, (_, x) => luma[y * width + x] as number))
  const column = (x: number) => spread(Float32Array.from({ length: height }, (_, y) => luma[y * width + x] as number))
  const top = borderDepth(height, row)
  const bottom = borderDepth(height, (i) => row(height - 1 - i))
  const left = borderDepth(width, column)
  const right = borderDepth(width, (i) => column(width - 1 - i))
  return {
    left: left + margin(width),
    top: top + margin(height),
    right: Math.max(left + margin(width) + 1, width - right - margin(width)),
    bottom: Math.max(top + margin(height) + 1, height - bottom - margin(height)),
  }
}

const margin = (length: number) => (length < 50 ? 0 : Math.ceil(length * MARGIN))

interface Spread {
  readonly middle: number
  /** Distance between the 10th and the 90th percentile: a scratch or a finger print does not count. */
  readonly width: number
}

function spread(values: Float32Array): Spread {
  values.sort()
  return { middle: percentile(values, 0.5), width: percentile(values, 0.9) - percentile(values, 0.1) }
}

function borderDepth(length: number, line: (index: number) => Spread): number {
  const edge = line(0)
  if (edge.width > FLAT) return 0
  const most = Math.floor(length * MOST)
  for (let depth = 1; depth <= most; depth++) {
    const { middle, width } = line(depth)
    if (width > FLAT || Math.abs(middle - edge.middle) > 2 * FLAT) return depth
  }
  // As flat as that for a quarter of the picture is sky or backdrop, not border.
  return 0
}
