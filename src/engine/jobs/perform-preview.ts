import type { Raster } from '../../shared/image/raster.ts'
import type { ModelStore } from '../inference/models.ts'
import type { SessionPool } from '../inference/session-pool.ts'
import { openPicture } from '../media/open.ts'
import type { Picture } from '../media/picture.ts'
import { savePicture } from '../media/save.ts'
import { type PreviewContext, previewFrame, previewPart } from '../pipeline/preview.ts'
import { resample } from '../pipeline/resample.ts'
import type { PreviewReport, PreviewTask, WorkerSettings } from './worker-messages.ts'

/** Only parts are read: nearly all of the picture never has to become floats. The same values come out of both. */
const PACK_ABOVE = 1_000_000

interface Opened {
  readonly sha256: string
  readonly picture: Picture
  /** Of the steps that turn and crop. */
  geometry?: string
  frame?: Raster
}

/** Of the frame that is open: several recipes are tried on one small picture. */
const smallCopies = new WeakMap<Raster, { readonly side: number; readonly image: Raster }>()

async function smallOf(frame: Raster, side: number): Promise<Raster> {
  const known = smallCopies.get(frame)
  if (known?.side === side) return known.image
  const scale = Math.min(1, side / Math.max(frame.width, frame.height))
  const along = (length: number) => Math.max(1, Math.round(length * scale))
  const image = await resample(frame, { width: along(frame.width), height: along(frame.height) })
  smallCopies.set(frame, { side, image })
  return image
}

/** Makes previews, keeping the picture open in between: most are of the picture before. */
export function createPreviewer() {
  let opened: Opened | undefined

  return async (
    { input, inputSha256, recipe, region, side, output }: PreviewTask,
    settings: WorkerSettings,
    warm: { readonly models: ModelStore; readonly sessions: SessionPool },
    { cancelled }: { readonly cancelled: () => boolean },
  ): Promise<PreviewReport> => {
    const start = performance.now()
    const context: PreviewContext = {
      ...warm,
      device: settings.device,
      threads: settings.threads,
      faces: settings.faces !== false,
      cancelled,
    }
    if (opened?.sha256 !== inputSha256) {
      opened = undefined
      opened = { sha256: inputSha256, picture: await openPicture(input, PACK_ABOVE) }
    }
    const geometry = JSON.stringify(recipe.steps.filter(({ operation }) => operation === 'crop-rotate'))
    if (opened.geometry !== geometry || !opened.frame) {
      opened.frame = await previewFrame(opened.picture.raster, recipe, context)
      opened.geometry = geometry
    }
    const scan = side === undefined ? opened.frame : await smallOf(opened.frame, side)
    const { image, box, frame, leftOut } = await previewPart(scan, recipe, region, context)
    const { icc } = opened.picture.metadata
    // A gray profile says nothing about colours that a step put in.
    const fits = icc && image.channels === opened.frame.channels
    await savePicture({ raster: image, bitDepth: 8, metadata: fits ? { icc } : {} }, output, {
      format: 'png',
      effort: 'quick',
    })
    const seconds = (performance.now() - start) / 1000
    return { box, frame, width: image.width, height: image.height, leftOut, seconds }
  }
}
