import { join } from 'node:path'
import { createRunContext } from '../../../src/engine/pipeline/context.ts'
import { niqe } from '../../../src/engine/quality/niqe/niqe.ts'
import pristine from '../../../src/engine/quality/niqe/pristine.json' with { type: 'json' }
import { cropFor } from '../../../src/operations/imagine-face/run.ts'
import { reduced } from '../../../src/operations/imagine-face/small.ts'
import { findFaces } from '../../../src/operations/support/faces/find.ts'
import { FACE_DETECTOR, FACE_GENERATOR } from '../../../src/operations/support/faces/models.ts'
import { cutAligned } from '../../../src/operations/support/faces/warp.ts'
import { enlargeBicubic } from '../../../src/operations/upscale/bicubic.ts'
import type { Raster } from '../../../src/shared/image/raster.ts'
import { apply, has, models, pictures, sessions, to8Bit } from '../apply.ts'
import { fixed, percentile, printTable } from '../table.ts'

const SIDE = 128
const CANDIDATES = 4
/** NIQE looks at blocks of 96 pixels: a picture of 128 holds only one. Results are enlarged threefold to be judged. */
const JUDGED = 3

/**
 * PULSE on faces never trained on: how far the best of four is from the few pixels it was made from, and whether it looks
 * more like a photo than the same pixels enlarged. The generator is ours, or the first that `DAGUERRE_MODELS` holds.
 */
export async function benchImagine(data: string): Promise<void> {
  if (!has(FACE_DETECTOR)) return
  const generator = models.list().find(({ id, task }) => id === FACE_GENERATOR || task === 'imagine-face')
  if (!generator) return console.log('\nskipped: there is no generator of faces in models/ or DAGUERRE_MODELS')
  const model = generator.id === FACE_GENERATOR ? 'auto' : generator.id
  const rows: string[][] = []
  for (const pixels of [16, 32]) {
    const [best, own, bicubic, seconds]: number[][] = [[], [], [], []]
    for await (const picture of pictures(join(data, 'faces-interfaces'))) {
      const small = await smallFace(picture, pixels, model)
      if (!small) continue
      const [errors, niqes]: number[][] = [[], []]
      for (let variant = 0; variant < CANDIDATES; variant++) {
        const start = performance.now()
        // The small picture as it is: the square in its middle is all of it.
        const made = await apply(small, 'imagine-face', { pixels: String(pixels), variant, model, side: SIDE })
        seconds?.push((performance.now() - start) / 1000)
        errors?.push(made.imagined[0]?.error ?? Number.NaN)
        niqes?.push(judged(made.picture.raster))
      }
      const nearest = Math.min(...(errors ?? []))
      best?.push(nearest)
      own?.push(niqes?.[errors?.indexOf(nearest) ?? 0] ?? Number.NaN)
      bicubic?.push(judged(enlargeBicubic(small, SIDE / pixels)))
    }
    const half = (values: number[] | undefined) => percentile(values ?? [], 0.5)
    const passing = (best ?? []).filter((error) => error <= 2e-3).length
    rows.push([
      `${pixels} -> ${SIDE}`,
      String(best?.length ?? 0),
      half(best).toExponential(1),
      String(passing),
      fixed(half(own), 2),
      fixed(half(bicubic), 2),
      fixed(half(seconds), 1),
    ])
  }
  printTable(
    `Imagined faces by ${generator.id}: medians over eval/faces-interfaces, the nearest of ${CANDIDATES}`,
    ['', 'faces', 'error when shrunk', '<= 2e-3', 'NIQE', 'NIQE of bicubic', 'seconds each'],
    rows,
  )
}

/** What is taken as known of the largest face. */
export async function smallFace(picture: Raster, pixels: number, model: string): Promise<Raster | undefined> {
  const context = createRunContext({ sessions, cancelled: () => false, progress: () => undefined })
  const [face] = await findFaces(picture, await context.session(FACE_DETECTOR), context)
  return face && reduced(cutAligned(picture, cropFor(face, model), SIDE, true), pixels)
}

const judged = (image: Raster): number => niqe(to8Bit(enlargeBicubic(image, JUDGED)), pristine) ?? Number.NaN
