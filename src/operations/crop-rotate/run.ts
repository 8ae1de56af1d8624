import type { Raster } from '../../shared/image/raster.ts'
import type { Run } from '../define.ts'
import { afterStraighten, afterTurn, cropBox } from './geometry.ts'
import { moveExactly } from './move.ts'
import type cropRotate from './op.ts'
import { straighten } from './straighten.ts'

export const run: Run<typeof cropRotate> = async (image, params, context) => {
  const { turn, flip, angle } = params
  const straight = afterStraighten(params, image)
  const box = cropBox(params, straight)
  let result: Raster
  if (angle === 0) {
    result = await moveExactly(image, { turn, flip, box }, context)
  } else {
    // Quarter turn and flip first, so that a straightened mirror image leans the way the user sees it.
    const whole = { left: 0, top: 0, ...afterTurn(turn, image) }
    const upright = await moveExactly(image, { turn, flip, box: whole }, context)
    result = await straighten(upright, { angle, frame: straight, box }, context)
  }
  context.progress(1)
  return { image: result }
}
