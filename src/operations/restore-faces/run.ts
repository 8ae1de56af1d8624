import type { Raster } from '../../shared/image/raster.ts'
import type { Run, RunContext } from '../define.ts'
import { mapBandsWith } from '../support/bands.ts'
import { departure } from '../support/blend-with.ts'
import { alignmentOf } from '../support/faces/align.ts'
import type { Face } from '../support/faces/face.ts'
import { facesIn } from '../support/faces/faces-in.ts'
import { FACE_DETECTOR, FACE_SHARPENER } from '../support/faces/models.ts'
import { addChange, type Change, changeFor } from '../support/faces/paste.ts'
import { qualityOf } from '../support/faces/quality.ts'
import { cutAligned } from '../support/faces/warp.ts'
import { changeOf } from './change.ts'
import { type Plan, planFor } from './choices.ts'
import { sharpenClassically } from './classical.ts'
import { faceMask } from './mask.ts'
import { type FaceNetwork, faceNetwork } from './networks.ts'
import type restore from './op.ts'
import operation from './op.ts'

/** Side of the square for sharpening without a network. */
const CLASSICAL_SIDE = 256
/** Part of the progress that finding and restoring takes; the rest is laying it over the picture. */
const RESTORED = 0.8

export const run: Run<typeof restore> = async (image, params, context) => {
  const models = operation.modelsFor?.(params) ?? []
  if (models.length === 0 || !context.faces) return { image }
  const found = await facesIn(image, context, params.detector === 'auto' ? FACE_DETECTOR : params.detector)
  const plans = plansFor(image, found, params, context)
  const named = params.model === 'auto' ? FACE_SHARPENER : params.model
  const network = models.includes(named) && plans.length > 0 ? faceNetwork(await context.session(named)) : undefined
  const changes: Change[] = []
  for (const [i, { face, plan }] of plans.entries()) {
    await context.pause()
    changes.push(await changeOfFace(image, face, plan, network))
    context.progress((RESTORED * (i + 1)) / plans.length)
  }
  if (changes.length === 0) {
    context.progress(1)
    return { image }
  }
  const restored = await mapBandsWith(image, context, (output, { top, rows, data }) => {
    output.set(data)
    const band = { data: output, top, count: rows, width: image.width }
    for (const change of changes) addChange(band, change)
  })
  return { image: restored, invention: await departure(image, restored, context) }
}

interface Planned {
  readonly face: Face
  readonly plan: Plan
}

/** The faces that something is done to. Those under the limits are left alone, and the log says why. */
function plansFor(
  image: Raster,
  faces: readonly Face[],
  params: Parameters<typeof run>[1],
  context: RunContext,
): Planned[] {
  const { frame, left, top } = context.part ?? { frame: image, left: 0, top: 0 }
  return faces.flatMap((face) => {
    const { limit } = qualityOf(image, face)
    if (limit) {
      context.log(`a face was left alone: ${limit}`)
      return []
    }
    const placed = { ...face, left: face.left + left, top: face.top + top }
    const plan = planFor(placed, frame, params.faces, params)
    return plan.candidate === 'original' || plan.strength === 0 ? [] : [{ face, plan }]
  })
}

async function changeOfFace(image: Raster, face: Face, plan: Plan, network: FaceNetwork | undefined): Promise<Change> {
  const { candidate, strength } = plan
  const side = candidate === 'classical' || !network ? CLASSICAL_SIDE : network.side
  const toSquare = alignmentOf(face, side)
  // Networks of others were trained with gray beyond the border; our own and filters want the picture to go on.
  const before = cutAligned(image, toSquare, side, candidate === 'classical' || !network?.imagines)
  const after =
    candidate === 'classical' || !network ? sharpenClassically(before) : await network.run(before, candidate)
  const share = candidate === 'gentle' || candidate === 'strong' ? (network?.share[candidate] ?? 1) : 1
  const weight = faceMask(side).map((value) => value * strength * share)
  return changeFor(changeOf(before, after), weight, toSquare)
}
