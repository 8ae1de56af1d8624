import { type Raster, toFloats } from '../../../shared/image/raster.ts'
import type { ModelSession, RunContext } from '../../define.ts'
import { reversed } from '../moved.ts'
import { alignmentOf, apply, inverse, type Similarity } from './align.ts'
import type { Contract } from './detectors.ts'
import { distance, type Face, type Point } from './face.ts'
import { cutAligned } from './warp.ts'

/** Side of the square in which a face is looked at again; a multiple of what detectors ask for. */
const SIDE = 128
/** How long the template's square is there: a face is then about 58, 72 and 90 pixels wide. */
const TEMPLATES = [105, 131, 164] as const
/** Middle of a face's box in the template, in parts of its side. */
const MIDDLE: Point = [0.5, 0.56]
/** The face is known to be there: much less certainty will do. */
const THRESHOLD = 0.3

/**
 * A second look at one face, upright, in three sizes and mirrored; its points become the mean of what was seen. On held-out
 * portraits this brings them a fifth closer to the teacher's, in pictures lying on their side more than half.
 *
 * @param image RGB, the picture that `face` was found in
 * @returns the face itself where it is not seen again
 */
export async function refine(
  image: Raster,
  face: Face,
  session: ModelSession,
  contract: Contract,
  pause: RunContext['pause'],
): Promise<Face> {
  const seen: Face['points'][] = []
  for (const template of TEMPLATES) {
    const toSquare = centred(alignmentOf(face, template), template)
    const square = cutAligned(image, toSquare, SIDE, true)
    const back = inverse(toSquare)
    for (const look of [square, reversed(square, true, false)]) {
      const answer = await session.call(contract.feed(toFloats(look), look))
      const found = nearestToMiddle(contract.read(answer, look, THRESHOLD))
      if (!found) continue
      const [a, b, c, d, e] = look === square ? found.points : mirroredBack(found.points)
      seen.push([apply(back, a), apply(back, b), apply(back, c), apply(back, d), apply(back, e)])
    }
    await pause()
  }
  return seen.length === 0 ? face : { ...face, points: meanOf(seen) }
}

const centred = (similarity: Similarity, template: number): Similarity => ({
  ...similarity,
  dx: similarity.dx + SIDE / 2 - MIDDLE[0] * template,
  dy: similarity.dy + SIDE / 2 - MIDDLE[1] * template,
})

function nearestToMiddle(faces: readonly Face[]): Face | undefined {
  const middle: Point = [SIDE / 2, SIDE / 2]
  const away = ({ left, top, width, height }: Face) => distance([left + width / 2, top + height / 2], middle)
  const near = faces.filter((face) => away(face) < SIDE / 8)
  return near.toSorted((a, b) => b.score - a.score)[0]
}

/** In a mirror left is right: eyes and corners of the mouth change places. */
function mirroredBack([left, right, nose, leftMouth, rightMouth]: Face['points']): Face['points'] {
  const back = ([x, y]: Point): Point => [SIDE - x, y]
  return [back(right), back(left), back(nose), back(rightMouth), back(leftMouth)]
}

function meanOf(all: readonly Face['points'][]): Face['points'] {
  const mean = (which: 0 | 1 | 2 | 3 | 4): Point => {
    const sum = all.reduce<Point>(([x, y], points) => [x + points[which][0], y + points[which][1]], [0, 0])
    return [sum[0] / all.length, sum[1] / all.length]
  }
  return [mean(0), mean(1), mean(2), mean(3), mean(4)]
}
