import type { Raster } from '../../shared/image/raster.ts'
import type { RunContext } from '../define.ts'
import { between, distance, eyeDistance, type Face, type Point } from '../support/faces/face.ts'
import { smallComponents } from './glints.ts'

/** An eye reaches so far from its middle, in parts of the distance between both. */
const EYE = 0.26
/** The mouth reaches so far to the sides, and up and down, in parts of its width. */
const MOUTH = [0.62, 0.36] as const
/** Marks longer than this part of the eyes' distance are scratches that run over the face, not teeth. */
const LONGEST = 0.3

interface Ellipse {
  readonly middle: Point
  /** Along the line between the eyes, and across it. */
  readonly reach: readonly [number, number]
  readonly angle: number
}

/**
 * Takes small marks on eyes and teeth out of a mask: they are bright or dark specks with sharp edges, as dust is, and what
 * would be put in their place is another face. A scratch that runs over an eye is longer and stays marked.
 * @returns how many were taken out
 */
export async function spareFeatures(
  image: Raster,
  mask: Uint8Array,
  faces: readonly Face[],
  { pause }: Pick<RunContext, 'pause'>,
): Promise<number> {
  if (faces.length === 0) return 0
  const places = faces.map((face) => ({ limit: LONGEST * eyeDistance(face), ellipses: featuresOf(face) }))
  const limit = Math.max(...places.map((place) => place.limit))
  let spared = 0
  for await (const { pixels, left, top, right, bottom } of smallComponents(mask, image, limit, pause)) {
    const middle: Point = [(left + right + 1) / 2, (top + bottom + 1) / 2]
    const side = Math.max(right - left, bottom - top) + 1
    if (!places.some((place) => side <= place.limit && place.ellipses.some((ellipse) => isIn(ellipse, middle))))
      continue
    for (const i of pixels) mask[i] = 0
    spared++
  }
  return spared
}

function featuresOf(face: Face): Ellipse[] {
  const [left, right, , leftMouth, rightMouth] = face.points
  const angle = Math.atan2(right[1] - left[1], right[0] - left[0])
  const eye = EYE * eyeDistance(face)
  const mouth = distance(leftMouth, rightMouth)
  return [
    { middle: left, reach: [eye, eye], angle },
    { middle: right, reach: [eye, eye], angle },
    { middle: between(leftMouth, rightMouth), reach: [MOUTH[0] * mouth, MOUTH[1] * mouth], angle },
  ]
}

function isIn({ middle, reach, angle }: Ellipse, [x, y]: Point): boolean {
  const [dx, dy] = [x - middle[0], y - middle[1]]
  const [along, across] = [dx * Math.cos(angle) + dy * Math.sin(angle), dy * Math.cos(angle) - dx * Math.sin(angle)]
  return (along / reach[0]) ** 2 + (across / reach[1]) ** 2 <= 1
}
