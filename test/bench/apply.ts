import { readdir } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { builtInModels } from '../../src/engine/built-in-models.ts'
import { openModelStore } from '../../src/engine/inference/models.ts'
import { createSessionPool } from '../../src/engine/inference/session-pool.ts'
import { openPicture } from '../../src/engine/media/open.ts'
import type { Picture } from '../../src/engine/media/picture.ts'
import { type Restored, restorePicture } from '../../src/engine/pipeline/restore.ts'
import { allOperations } from '../../src/operations/index.ts'
import {
  colourChannels,
  createRaster,
  type Raster,
  readRows,
  toFloats,
  writeRows,
} from '../../src/shared/image/raster.ts'

/** Those we ship, and those in the folder that `DAGUERRE_MODELS` names. */
export const models = openModelStore([
  builtInModels(),
  ...(process.env.DAGUERRE_MODELS ?? '').split(delimiter).filter(Boolean),
])
export const sessions = createSessionPool(models, { device: 'cpu', threads: 0 })

/** Whether all networks are in models/; else a section says that it is left out. */
export function has(...ids: string[]): boolean {
  const missing = ids.filter((id) => !models.list().some((card) => card.id === id))
  if (missing.length > 0)
    console.log(`\nskipped: ${missing.join(', ')} ${missing.length > 1 ? 'are' : 'is'} not in models/`)
  return missing.length === 0
}

/** One operation through the engine's own pipeline. */
export function apply(raster: Raster, operation: string, params: Record<string, unknown>): Promise<Restored> {
  const version = allOperations.get(operation)?.version ?? 1
  const recipe = {
    version: 1 as const,
    name: 'bench',
    steps: [{ operation, version, enabled: true, params, models: [] }],
  }
  const picture: Picture = { raster, bitDepth: 8, metadata: {} }
  const nothing = { cancelled: () => false, onProgress: () => undefined }
  return restorePicture(picture, recipe, {
    models,
    sessions,
    device: 'cpu',
    threads: 0,
    ...nothing,
    operations: allOperations,
  })
}

/** Every picture of a test set, colours only. */
export async function* pictures(folder: string, most = Number.POSITIVE_INFINITY): AsyncGenerator<Raster> {
  const files = (await readdir(folder)).filter((name) => /\.(png|webp|jpe?g)$/.test(name)).sort()
  for (const file of files.slice(0, most)) {
    const { raster } = await openPicture(join(folder, file))
    if (colourChannels(raster) === raster.channels) yield raster
  }
}

export function cut(image: Raster, left: number, top: number, width: number, height: number): Raster {
  const { channels } = image
  const result = createRaster(width, height, channels, false)
  for (let y = 0; y < height; y++)
    writeRows(result, y, readRows(image, top + y, 1).slice(left * channels, (left + width) * channels))
  return result
}

/** PSNR over all samples, or over the pixels a mask names, dB. */
export function psnr(a: Raster, b: Raster, inside?: Uint8Array): number {
  const [x, y] = [toFloats(a), toFloats(b)]
  let [squares, count] = [0, 0]
  for (let i = 0; i < x.length; i++) {
    if (inside && inside[Math.floor(i / a.channels)] === 0) continue
    squares += ((x[i] as number) - (y[i] as number)) ** 2
    count++
  }
  return Math.min(99, 10 * Math.log10(count / Math.max(squares, 1e-12)))
}

/** As a file of 8 bits would hold it. */
export function to8Bit(image: Raster): Raster {
  const store = Float32Array.from(toFloats(image), (value) => Math.round(Math.min(1, Math.max(0, value)) * 255) / 255)
  return { ...image, store }
}
