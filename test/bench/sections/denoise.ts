import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { builtInModels } from '../../../src/engine/built-in-models.ts'
import { openModelStore } from '../../../src/engine/inference/models.ts'
import { openPicture } from '../../../src/engine/media/open.ts'
import { restorePicture } from '../../../src/engine/pipeline/restore.ts'
import { createRaster, type Raster, toFloats } from '../../../src/shared/image/raster.ts'
import { fixed, printTable } from '../table.ts'

/** Normal deviates by Box and Muller from a seeded generator: the same noise every time. */
function noisy(image: Raster, sigma: number, seed: number): Raster {
  let state = seed >>> 0
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state + 0.5) / 2 ** 32
  }
  const result = createRaster(image.width, image.height, image.channels, false)
  toFloats(image).forEach((value, i) => {
    const normal = Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
    result.store[i] = Math.round(Math.min(255, Math.max(0, value * 255 + sigma * normal))) / 255
  })
  return result
}

function psnr(a: Raster, b: Raster): number {
  const [x, y] = [toFloats(a), toFloats(b)]
  let squares = 0
  for (let i = 0; i < x.length; i++) squares += ((x[i] as number) - (y[i] as number)) ** 2
  return 10 * Math.log10(x.length / squares)
}

/** White noise on clean colour photos; colour PSNR, at full strength and at the default that keeps some grain. */
export async function benchDenoise(folder: string): Promise<void> {
  const models = openModelStore([builtInModels()])
  const files = (await readdir(folder)).filter((name) => name.endsWith('.webp')).sort()
  const rows: string[][] = []
  for (const sigma of [0, 10, 25]) {
    const sums = { noisy: 0, full: 0, gentle: 0 }
    for (const [i, file] of files.entries()) {
      const picture = await openPicture(join(folder, file))
      const damaged = noisy(picture.raster, sigma, i + 1)
      const denoise = async (strength: number) => {
        const step = { operation: 'denoise', version: 1, enabled: true, params: { strength }, models: [] }
        const recipe = { version: 1 as const, name: 'bench', steps: [step] }
        const context = {
          models,
          device: 'cpu' as const,
          threads: 0,
          cancelled: () => false,
          onProgress: () => undefined,
        }
        return (await restorePicture({ ...picture, raster: damaged }, recipe, context)).picture.raster
      }
      sums.noisy += Math.min(99, psnr(picture.raster, damaged))
      sums.full += Math.min(99, psnr(picture.raster, await denoise(1)))
      sums.gentle += Math.min(99, psnr(picture.raster, await denoise(0.4)))
    }
    const mean = (sum: number) => fixed(sum / files.length, 2)
    rows.push([`${sigma}`, mean(sums.noisy), mean(sums.full), mean(sums.gentle)])
  }
  printTable(
    `White noise on ${files.length} photos of cid22-val, colour PSNR in dB (99: unchanged)`,
    ['sigma', 'noisy', 'denoise 1.0', 'denoise 0.4'],
    rows,
  )
}
