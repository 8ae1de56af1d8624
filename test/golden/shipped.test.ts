import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { builtInModels } from '../../src/engine/built-in-models.ts'
import { openModelStore } from '../../src/engine/inference/models.ts'
import { resample } from '../../src/engine/pipeline/resample.ts'
import { restorePicture } from '../../src/engine/pipeline/restore.ts'
import { psnrY } from '../../src/engine/quality/reference.ts'
import { createRaster, type Raster, toFloats } from '../../src/shared/image/raster.ts'
import { shrinkLikeMatlab } from '../bench/imresize.ts'

/** The networks we ship, on a picture of our own: they must do what they are shipped for, wherever this runs. */
const models = openModelStore([builtInModels()])

/** Roofs, wires, letters and round things: edges in every direction, drawn sharply. */
async function drawing(width: number, height: number): Promise<Raster> {
  const lines = Array.from({ length: 14 }, (_, i) => `<path d="M0 ${12 + i * 13} L240 ${i * 19}" stroke="#543"/>`)
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 240 180">
    <rect width="240" height="180" fill="#cdb"/>${lines.join('')}
    <circle cx="70" cy="90" r="46" fill="#a54" stroke="#211" stroke-width="3"/><circle cx="70" cy="90" r="22" fill="#edc"/>
    <path d="M120 170 L165 60 L212 170Z" fill="#368"/><path d="M130 40 q30 -40 60 0 t40 10" fill="none" stroke="#111" stroke-width="4"/>
  </svg>`
  const raw = await sharp(Buffer.from(svg)).removeAlpha().raw().toBuffer()
  const image = createRaster(width, height, 3, false)
  raw.forEach((value, i) => {
    image.store[i] = value / 255
  })
  return image
}

async function enlarge(raster: Raster, scale: number, startTile?: number): Promise<Raster> {
  const step = { operation: 'upscale', version: 1, enabled: true, params: { scale }, models: [] }
  const recipe = { version: 1 as const, name: 'golden', steps: [step] }
  const context = { models, device: 'cpu' as const, threads: 1, cancelled: () => false, onProgress: () => undefined }
  const picture = { raster, bitDepth: 8 as const, metadata: {} }
  const tiled = startTile === undefined ? {} : { startTile }
  return (await restorePicture(picture, recipe, { ...context, ...tiled })).picture.raster
}

describe.each([2, 3, 4])('enlargement x%i', (scale) => {
  test('is clearly nearer to the truth than Lanczos', async () => {
    const truth = await drawing(240, 180)
    const small = shrinkLikeMatlab(truth, scale)
    const gain = psnrY(truth, await enlarge(small, scale)) - psnrY(truth, await resample(small, truth))
    expect(gain).toBeGreaterThan(1.5)
  })

  test('C11: has no seams: tiles join to what one tile gives, within 1/255', async () => {
    const small = shrinkLikeMatlab(await drawing(240, 180), scale)
    const [whole, tiled] = [await enlarge(small, scale, 512), await enlarge(small, scale, 64)]
    const other = toFloats(tiled)
    const worst = toFloats(whole).reduce((most, value, i) => Math.max(most, Math.abs(value - (other[i] as number))), 0)
    expect(worst).toBeLessThan(1 / 255)
  })
})
