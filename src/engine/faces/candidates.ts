import { type Candidate, candidates } from '../../operations/restore-faces/choices.ts'
import operation from '../../operations/restore-faces/op.ts'
import { run } from '../../operations/restore-faces/run.ts'
import { cutReflected, type Raster } from '../../shared/image/raster.ts'
import { openPicture } from '../media/open.ts'
import { savePicture } from '../media/save.ts'
import { splitAlpha } from '../pipeline/alpha.ts'
import { createRunContext } from '../pipeline/context.ts'
import type { FaceNetworks } from './find-in-picture.ts'

export interface CandidatesRequest {
  readonly input: string
  /** Left, top, width, height of the face, in pixels of the picture. */
  readonly box: readonly [number, number, number, number]
  readonly strength: number
  /** As the operation's parameters: `auto` or the id of a model of others. */
  readonly model: string
  readonly detector: string
  /** Where the pictures of those that can be made go, as PNG. */
  readonly outputs: Readonly<Partial<Record<Candidate, string>>>
}

/** A face is shown with so much around it, and restored with this much in sight. */
const SHOWN = 1.7
const SEEN = 3.4

/**
 * Writes what each candidate would make of one face of the scan: the operation itself runs on the part around it.
 * @returns those that were written; a candidate whose network is not there is not among them
 */
export async function makeCandidates(
  { input, box, strength, model, detector, outputs }: CandidatesRequest,
  { models, sessions }: FaceNetworks,
  cancelled: () => boolean,
): Promise<Candidate[]> {
  const picture = await openPicture(input)
  const { colour } = splitAlpha(picture.raster)
  const part = squareAround(colour, box, SEEN)
  const here = new Set(models.list().map(({ id }) => id))
  const made: Candidate[] = []
  for (const candidate of candidates) {
    const output = outputs[candidate]
    const params = operation.params.parse({ candidate, strength, model, detector })
    const needed = operation.modelsFor?.(params) ?? []
    if (output === undefined || !needed.every((id) => here.has(id))) continue
    const context = createRunContext({ sessions, cancelled, progress: () => undefined })
    const { image } = await run(part, params, context)
    const side = Math.round((part.width * SHOWN) / SEEN)
    const inner = cutReflected(image, (part.width - side) >> 1, (part.width - side) >> 1, side, side)
    const { icc } = picture.metadata
    await savePicture({ raster: inner, bitDepth: 8, metadata: icc ? { icc } : {} }, output, { format: 'png' })
    made.push(candidate)
  }
  return made
}

function squareAround(image: Raster, [left, top, width, height]: CandidatesRequest['box'], times: number): Raster {
  const side = Math.max(16, Math.round(times * Math.sqrt(width * height)))
  const [x, y] = [left + width / 2 - side / 2, top + height / 2 - side / 2].map(Math.round) as [number, number]
  return cutReflected(image, x, y, side, side)
}
