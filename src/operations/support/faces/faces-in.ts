import type { Raster } from '../../../shared/image/raster.ts'
import type { RunContext } from '../../define.ts'
import { eachPoint, type Face, type Point } from './face.ts'
import { findFaces } from './find.ts'
import { FACE_DETECTOR } from './models.ts'

/** Faces of the picture an operation works on, in its pixels. Of a part: the faces of the whole, where they are in it. */
export async function facesIn(image: Raster, context: RunContext, detector = FACE_DETECTOR): Promise<Face[]> {
  const session = await context.session(detector)
  const { part } = context
  if (!part) return findFaces(image, session, context)
  const found = await findFaces(part.whole, session, context)
  const [across, down] = [part.frame.width / part.whole.width, part.frame.height / part.whole.height]
  const move = ([x, y]: Point): Point => [x * across - part.left, y * down - part.top]
  return found.map((face) => {
    const [left, top] = move([face.left, face.top])
    return {
      left,
      top,
      width: face.width * across,
      height: face.height * down,
      score: face.score,
      points: eachPoint(face, move),
    }
  })
}
