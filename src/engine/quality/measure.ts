import type { Raster } from '../../shared/image/raster.ts'
import { blurOf } from '../analysis/blur.ts'
import { patchesOf } from '../analysis/patches.ts'
import { openPicture } from '../media/open.ts'
import { splitAlpha } from '../pipeline/alpha.ts'
import { measureFidelity } from '../pipeline/fidelity.ts'
import { niqe } from './niqe/niqe.ts'
import pristine from './niqe/pristine.json' with { type: 'json' }
import { ciede2000, psnrY, ssimY } from './reference.ts'

/** Figures of one picture. Null: it cannot be told from these pictures. */
export interface Quality {
  readonly width: number
  readonly height: number
  /** Naturalness with our own pristine model, lower is better; not comparable with other NIQE implementations. */
  readonly niqe: number | null
  /** 0 nothing fine is left .. 1. */
  readonly sharpness: number | null
  /** Against a reference of the same size. */
  readonly psnrY: number | null
  readonly ssimY: number | null
  readonly ciede2000: number | null
  /** Against a reference of any size: the picture shrunk (or enlarged) to it, tone fitted out; dB. */
  readonly fidelity: number | null
}

export async function measureQuality(file: string, reference?: string): Promise<Quality> {
  const image = await openColours(file)
  const against = reference === undefined ? undefined : await openColours(reference)
  const blur = blurOf(patchesOf(image))
  const same = against && against.width === image.width && against.height === image.height ? against : undefined
  return {
    width: image.width,
    height: image.height,
    niqe: niqe(image, pristine) ?? null,
    sharpness: blur === undefined ? null : 1 - blur,
    psnrY: same ? psnrY(image, same) : null,
    ssimY: same ? ssimY(image, same) : null,
    ciede2000: same ? ciede2000(image, same) : null,
    fidelity: against ? ((await measureFidelity(against, image)) ?? null) : null,
  }
}

const openColours = async (file: string): Promise<Raster> => splitAlpha((await openPicture(file)).raster).colour
