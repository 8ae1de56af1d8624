import { AppError } from '../../shared/errors.ts'
import type { ExportTask } from '../jobs/worker-messages.ts'
import { openPicture } from '../media/open.ts'
import type { Picture } from '../media/picture.ts'
import { readMetadata } from '../media/read-metadata.ts'
import { type SavedFile, savePicture } from '../media/save.ts'
import { resample } from '../pipeline/resample.ts'
import { together } from './beside.ts'
import { plannedSize } from './print-size.ts'

/** The description comes from the original, which is its first hand; the profile from the result, which its samples are in. */
export async function performExport(task: ExportTask): Promise<SavedFile> {
  const opened = await openPicture(task.result)
  const described = task.original === null ? opened.metadata : await readMetadata(task.original)
  const { icc: _, ...description } = described
  const { icc } = opened.metadata
  const { raster, density } = await shaped(opened, task)
  const metadata = { ...description, ...(icc && { icc }), ...(density !== undefined && { density }) }
  const { format, quality, keepPrivateData, provenance, protect, overwrite, deep } = task
  const bitDepth = deep ? 16 : opened.bitDepth
  return savePicture({ raster, bitDepth, metadata }, task.output, {
    format,
    quality,
    keepPrivateData,
    provenance,
    protect,
    overwrite,
  })
}

async function shaped(picture: Picture, { size, compare, original }: ExportTask) {
  const { width, height, density } = plannedSize(picture.raster, size)
  const raster = await resample(picture.raster, { width, height })
  if (compare === 'none') return { raster, density }
  const scan = await openPicture(requireScan(original))
  return { raster: await together(scan.raster, raster, compare), density }
}

/** @throws AppError `file-missing` */
export function requireScan(original: string | null): string {
  if (original !== null) return original
  throw new AppError('file-missing', 'The scan is missing, so there is nothing to compare with.')
}
