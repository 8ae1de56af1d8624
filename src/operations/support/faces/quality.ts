import type { Raster } from '../../../shared/image/raster.ts'
import { lumaPlane } from '../luma.ts'
import { alignmentOf } from './align.ts'
import { between, distance, eyeDistance, type Face } from './face.ts'
import { cutAligned } from './warp.ts'

/** Why a face is left as it is. */
export const limits = ['small', 'turned', 'doubtful'] as const
export type Limit = (typeof limits)[number]

export interface FaceQuality {
  /** Pixels from eye to eye. */
  readonly eyes: number
  /** 0 blurred .. 1 as sharp as pixels can be. */
  readonly sharpness: number
  /** How far it looks aside: 0 into the camera, 1 in profile. */
  readonly aside: number
  /** Degrees by which it leans to the right, -180..180. */
  readonly lean: number
  /** Null for a face that may be worked on. */
  readonly limit: Limit | null
}

/** Below this the eyes are specks, and what would be made of them invented. */
const FEWEST_PIXELS = 8
/** Beyond it one eye is hidden, and networks put a second one where none is. */
const MOST_ASIDE = 0.75
const LEAST_SCORE = 0.5

/** Side of the square a face is judged in. */
const SIDE = 96

/** @param image the picture the face was found in */
export function qualityOf(image: Raster, face: Face): FaceQuality {
  const eyes = eyeDistance(face)
  const aside = asideOf(face)
  const [[x, y], [u, v]] = face.points
  const limit =
    face.score < LEAST_SCORE ? 'doubtful' : eyes < FEWEST_PIXELS ? 'small' : aside > MOST_ASIDE ? 'turned' : null
  return { eyes, aside, lean: (Math.atan2(v - y, u - x) * 180) / Math.PI, sharpness: sharpnessOf(image, face), limit }
}

/** How far the nose is from the middle between eyes and mouth, measured along the eyes, by half of their distance. */
export function asideOf({ points: [left, right, nose, leftMouth, rightMouth] }: Face): number {
  const apart = distance(left, right)
  const down = distance(between(left, right), between(leftMouth, rightMouth))
  // Eyes closer together than half of the way to the mouth are seen from the side, wherever the nose was put.
  const narrow = down > 0 ? 1 - Math.min(1, apart / (0.5 * down)) : 1
  if (apart === 0) return 1
  const [x, y] = between(between(left, right), between(leftMouth, rightMouth))
  const along = ((nose[0] - x) * (right[0] - left[0]) + (nose[1] - y) * (right[1] - left[1])) / apart
  return Math.min(1, Math.max(narrow, Math.abs(along) / (0.5 * apart)))
}

/**
 * Share of the contrast between neighbouring pixels in that over four pixels, in the inner face at the size it has in the
 * picture (at most `SIDE`). Blur takes the former first.
 */
function sharpnessOf(image: Raster, face: Face): number {
  const side = Math.max(16, Math.min(SIDE, Math.round((eyeDistance(face) * 512) / 126)))
  const light = lumaPlane(cutAligned(image, alignmentOf(face, side), side, true))
  let [fine, coarse] = [0, 0]
  for (let y = Math.floor(side * 0.4); y < side * 0.8; y++)
    for (let x = Math.floor(side * 0.3); x < side * 0.7; x++) {
      const at = (dx: number, dy: number) => light[(y + dy) * side + x + dx] as number
      fine += (at(1, 0) - at(0, 0)) ** 2 + (at(0, 1) - at(0, 0)) ** 2
      coarse += (at(2, 0) - at(-2, 0)) ** 2 + (at(0, 2) - at(0, -2)) ** 2
    }
  // A soft ramp of any slope gives 1/16, white noise 1.
  return coarse > 0 ? Math.min(1, Math.max(0, (fine / coarse - 1 / 16) / (0.4 - 1 / 16))) : 0
}
