import type { Raster } from '../../shared/image/raster.ts'
import type { RunContext } from '../define.ts'
import { run } from '../restore-faces/run.ts'
import { faceParams } from './options.ts'

/**
 * `--face_enhance` of Real-ESRGAN: faces first, then the picture with them. Theirs enlarges both apart and pastes faces
 * last; here what is added to a face passes through the same network as all around it, and nothing can show a border.
 */
export async function withFaces(image: Raster, context: RunContext): Promise<Raster> {
  // Enlarging tells how far the work is: it takes nearly all the time.
  const { image: restored } = await run(image, faceParams, { ...context, progress: () => undefined })
  return restored
}
