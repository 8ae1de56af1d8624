import type { ImaginedFit } from '../../operations/define.ts'
import operation from '../../operations/imagine-face/op.ts'
import { run } from '../../operations/imagine-face/run.ts'
import { openPicture } from '../media/open.ts'
import { savePicture } from '../media/save.ts'
import { splitAlpha } from '../pipeline/alpha.ts'
import { createRunContext } from '../pipeline/context.ts'
import type { FaceNetworks } from './find-in-picture.ts'

export interface ImagineRequest {
  readonly input: string
  /** As the operation takes them: the same parameters give the same face when it is kept. */
  readonly params: Readonly<Record<string, unknown>>
  /** Where the picture goes, as PNG. */
  readonly output: string
}

/** Writes one imagined face, to be looked at. @returns how near it comes to what is known of the person */
export async function imagineFace(
  { input, params, output }: ImagineRequest,
  { sessions }: FaceNetworks,
  cancelled: () => boolean,
): Promise<ImaginedFit> {
  const { colour } = splitAlpha((await openPicture(input)).raster)
  const context = createRunContext({ sessions, cancelled, progress: () => undefined })
  const { image, imagined } = await run(colour, operation.params.parse(params), context)
  const [fit] = imagined ?? []
  if (!fit) throw new RangeError('a face was imagined without being measured')
  await savePicture({ raster: image, bitDepth: 8, metadata: {} }, output, { format: 'png' })
  return fit
}
