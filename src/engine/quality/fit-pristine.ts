/**
 * Fits NIQE's model of pristine photographs and writes `niqe/pristine.json`.
 *   npx node src/engine/quality/fit-pristine.ts <folder of sharp photographs>...
 * The one we ship was fitted to the 250 pictures of CLIC 2025 (Unsplash licence) and of the CID22 training split
 * (CC BY-SA 4.0): 36 means and 36 x 36 covariances, no part of any picture.
 */
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Raster } from '../../shared/image/raster.ts'
import { openPicture } from '../media/open.ts'
import { fitPristine } from './niqe/niqe.ts'

async function fit(folders: readonly string[]): Promise<void> {
  const images: Raster[] = []
  for (const folder of folders) {
    for (const name of readdirSync(folder).sort()) images.push((await openPicture(join(folder, name))).raster)
  }
  const { mean, covariance } = fitPristine(images)
  const short = (value: number) => Number(value.toPrecision(9))
  const model = { mean: mean.map(short), covariance: covariance.map((row) => row.map(short)) }
  writeFileSync(join(import.meta.dirname, 'niqe/pristine.json'), `${JSON.stringify(model)}\n`)
}

if (import.meta.main) await fit(process.argv.slice(2))
