import { join } from 'node:path'
import sharp from 'sharp'
import { openPicture } from '../../../src/engine/media/open.ts'
import { createRaster, type Raster, toFloats } from '../../../src/shared/image/raster.ts'
import { apply, has, pictures, psnr, to8Bit } from '../apply.ts'
import { fixed, printTable } from '../table.ts'
import { numbers } from '../yardsticks/damage.ts'
import { nonLocalMeans } from '../yardsticks/non-local-means.ts'

/** Normal deviates by Box and Muller, the same every time; the result is rounded to 8 bits. */
export function noisy(image: Raster, sigma: number, seed: number): Raster {
  const random = numbers(seed)
  const result = createRaster(image.width, image.height, image.channels, false)
  toFloats(image).forEach((value, i) => {
    const normal = Math.sqrt(-2 * Math.log(random() + 1e-12)) * Math.cos(2 * Math.PI * random())
    result.store[i] = value + (sigma * normal) / 255
  })
  return to8Bit(result)
}

/** White noise on clean colour photos; colour PSNR, at full strength and at 0.4, which keeps some grain. */
export async function benchDenoise(data: string): Promise<void> {
  const methods = has('denoise-photo') ? (['classical', 'network'] as const) : (['classical'] as const)
  const rows: string[][] = []
  let count = 0
  for (const sigma of [0, 10, 25]) {
    const sums: Record<string, number> = {}
    const add = (name: string, value: number) => {
      sums[name] = (sums[name] ?? 0) + value
    }
    count = 0
    for await (const image of pictures(join(data, 'cid22-val'))) {
      const damaged = noisy(image, sigma, ++count)
      add('noisy', psnr(image, damaged))
      if (sigma > 0) add('non-local means', psnr(image, nonLocalMeans(damaged, sigma / 255)))
      for (const method of methods) {
        for (const strength of [1, 0.4]) {
          const { picture } = await apply(damaged, 'denoise', { method, strength })
          add(`${method} ${strength}`, psnr(image, picture.raster))
        }
      }
    }
    for (const [name, sum] of Object.entries(sums)) rows.push([name, `${sigma}`, fixed(sum / count, 2)])
  }
  printTable(
    `White noise on ${count} photos of cid22-val, colour PSNR in dB (99: unchanged)`,
    ['method', 'sigma', 'PSNR'],
    rows,
  )
}

/** Photos saved as JPEG (4:2:0): colour PSNR before and after. */
export async function benchDeblock(data: string): Promise<void> {
  if (!has('deblock-photo')) return
  const rows: string[][] = []
  for (const quality of [10, 20, 40]) {
    let [before, after, count] = [0, 0, 0]
    for await (const image of pictures(join(data, 'cid22-val'))) {
      const { width, height } = image
      const bytes = Buffer.from(Uint8Array.from(toFloats(image), (value) => Math.round(value * 255)))
      const jpeg = await sharp(bytes, { raw: { width, height, channels: 3 } })
        .jpeg({ quality })
        .toBuffer()
      const { raster } = await openPicture({ name: 'jpeg', bytes: jpeg })
      before += psnr(image, raster)
      after += psnr(image, (await apply(raster, 'deblock', {})).picture.raster)
      count++
    }
    rows.push([
      `${quality}`,
      fixed(before / count, 2),
      fixed(after / count, 2),
      `+${fixed((after - before) / count, 2)}`,
    ])
  }
  printTable('Compression undone, colour PSNR in dB', ['JPEG quality', 'JPEG', 'deblock', 'gain'], rows)
}
