import { type Face, sizeOf } from '../../operations/support/faces/face.ts'
import { findFaces } from '../../operations/support/faces/find.ts'
import { qualityOf } from '../../operations/support/faces/quality.ts'
import type { FoundFace, FoundFaces } from '../../shared/faces.ts'
import type { Raster } from '../../shared/image/raster.ts'
import type { ModelStore } from '../inference/models.ts'
import type { SessionPool } from '../inference/session-pool.ts'
import { openPicture } from '../media/open.ts'
import { splitAlpha } from '../pipeline/alpha.ts'
import { createRunContext } from '../pipeline/context.ts'
import { detectorOf } from './detector.ts'

export interface FaceNetworks {
  readonly models: ModelStore
  readonly sessions: SessionPool
}

/** Faces of a picture with their quality, largest first; no detector, no faces. */
export async function facesOf(
  raster: Raster,
  { models, sessions }: FaceNetworks,
  cancelled: () => boolean = () => false,
): Promise<FoundFaces> {
  const card = detectorOf(models)
  if (!card) return { detector: null, faces: [] }
  const context = createRunContext({ sessions, cancelled, progress: () => undefined })
  const { colour } = splitAlpha(raster)
  const found = await findFaces(colour, await context.session(card.id), context)
  const largestFirst = found.toSorted((a, b) => sizeOf(b) - sizeOf(a))
  return { detector: card.id, faces: largestFirst.map((face) => described(colour, face)) }
}

export const facesOfFile = async (file: string, networks: FaceNetworks, cancelled?: () => boolean) =>
  facesOf((await openPicture(file)).raster, networks, cancelled)

function described(image: Raster, face: Face): FoundFace {
  const { left, top, width, height, points, score } = face
  return {
    box: [left, top, width, height],
    points: points.map(([x, y]): [number, number] => [x, y]),
    score,
    ...qualityOf(image, face),
  }
}
