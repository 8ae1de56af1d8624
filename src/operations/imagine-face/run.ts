import { AppError } from '../../shared/errors.ts'
import { type Raster, rasterOf } from '../../shared/image/raster.ts'
import type { ImaginedFit, Run, RunContext } from '../define.ts'
import { planFor } from '../restore-faces/choices.ts'
import { asChannels } from '../support/as-channels.ts'
import { alignmentOf, ffhqCrop, type Similarity } from '../support/faces/align.ts'
import type { Face } from '../support/faces/face.ts'
import { facesIn } from '../support/faces/faces-in.ts'
import { FACE_DETECTOR, FACE_GENERATOR } from '../support/faces/models.ts'
import { cutAligned } from '../support/faces/warp.ts'
import { type Generator, generatorOf } from './generator.ts'
import type imagine from './op.ts'
import { type Imagined, search } from './search.ts'
import { columnsOf, momentsOf, sheetOf } from './sheet.ts'
import { middleSquare, pictureOf, reduced } from './small.ts'

type Params = Parameters<Run<typeof imagine>>[1]
/** Pixels that a face is cut out with before it is reduced: some for each of the small picture's. */
const CUT = 128
/** Steps between two candidates' numbers, so that the second of one is not the first of the next. */
const SEEDS = 10_000

export const run: Run<typeof imagine> = async (image, params, context) => {
  const small = await smallFace(image, params, context)
  const generator = generatorOf(await context.session(params.model === 'auto' ? FACE_GENERATOR : params.model))
  const pictures: Raster[] = []
  const fits: ImaginedFit[] = []
  for (let copy = 0; copy < params.duplicates; copy++) {
    const [shown, found] = await imagined(generator, small, params, copy, context)
    context.log(
      `imagined, not recovered: mean squared error ${found.error.toExponential(2)} when shrunk to ${params.pixels} pixels, ` +
        (found.passes ? 'close enough' : 'not close enough'),
    )
    fits.push({ error: found.error, passes: found.passes })
    for (const planes of shown) pictures.push(asChannels(await fitted(planes, params.side, context), image.channels))
  }
  const sheet = sheetOf(pictures, columnsOf(params.intermediates))
  return { image: sheet, invention: rasterOf(1, 1, 1, Float32Array.of(1)), imagined: fits }
}

/** The face, reduced to what is taken as known of it. */
async function smallFace(image: Raster, params: Params, context: RunContext): Promise<Raster> {
  const pixels = Number(params.pixels)
  if (!params.face) return reduced(middleSquare(image), pixels)
  const detector = params.detector === 'auto' ? FACE_DETECTOR : params.detector
  const faces = context.faces ? await facesIn(image, context, detector) : []
  const wanted = [{ ...params.face, candidate: 'strong' as const, strength: 1 }]
  const none = { candidate: 'original' as const, strength: 0 }
  const face = faces.find((one) => planFor(one, image, wanted, none).strength === 1)
  if (!face) throw new AppError('not-found', 'The face that was to be imagined is not found in the picture any more.')
  return reduced(cutAligned(image, cropFor(face, params.model), CUT, true), pixels)
}

/** Ours was taught a crop of its own (`CROP` in models/training/face_views.py), those of others FFHQ's. */
export function cropFor(face: Face, model: string): Similarity {
  if (model !== 'auto') return ffhqCrop(face, CUT)
  const { a, b, dx, dy } = alignmentOf(face, 256)
  const scale = CUT / 200
  return { a: a * scale, b: b * scale, dx: (dx - 28) * scale, dy: (dy - 36) * scale }
}

async function imagined(
  generator: Generator,
  small: Raster,
  params: Params,
  copy: number,
  context: RunContext,
): Promise<[shown: Float32Array[], found: Imagined]> {
  const { steps, rate, enough, duplicates, intermediates } = params
  const shown: Float32Array[] = []
  const moments = intermediates ? momentsOf(steps) : []
  const found = await search(generator.slopeFor(small), {
    shape: generator.shape,
    steps,
    rate,
    enough,
    seed: context.seed + params.variant + SEEDS * copy,
    onStep: async (step) => {
      await context.pause()
      context.progress((copy + step / steps) / duplicates)
    },
    onPicture: (step, picture) => {
      for (const moment of moments) if (moment === step) shown.push(picture)
    },
  })
  return [[...shown, found.picture], found]
}

async function fitted(planes: Float32Array, side: number, context: RunContext): Promise<Raster> {
  const picture = pictureOf(planes)
  return picture.width === side ? picture : context.resize(picture, { width: side, height: side })
}
