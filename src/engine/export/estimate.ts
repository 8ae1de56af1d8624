import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { type ExportOptions, SHARP_DPI } from '../../shared/export.ts'
import type { Catalog } from '../catalog/catalog.ts'
import type { RestorationRow } from '../catalog/rows.ts'
import { written } from '../media/encode.ts'
import { dpiOnPaper, plannedSize } from './print-size.ts'

export interface Estimate {
  readonly bytes: number
  readonly dpi: number | null
  readonly soft: number
}

/** So many pictures are tried, and so large a piece out of the middle of each, px. */
const SAMPLES = 3
const PIECE = 640

/**
 * What an export would take: a piece of a few pictures is encoded as the export would do it, and the others are taken
 * to be like them. A picture of two scans counts twice. Films are copied as they are.
 */
export async function estimateExport(
  catalog: Catalog,
  restorations: readonly string[],
  options: ExportOptions,
): Promise<Estimate> {
  const all = restorations.flatMap((id) => catalog.restorations.find(id) ?? [])
  const isFilm = (row: RestorationRow) => catalog.originals.need(row.original_id).kind === 'video'
  const films = await Promise.all(all.filter(isFilm).map((row) => stat(join(catalog.library.root, row.file))))
  const rows = all.filter((row) => !isFilm(row))
  const step = Math.max(1, Math.floor(rows.length / SAMPLES))
  const samples = rows.filter((_, i) => i % step === 0).slice(0, SAMPLES)
  const densities = await Promise.all(samples.map((row) => bytesPerPixel(catalog, row, options)))
  const mean = densities.reduce((sum, each) => sum + each, 0) / Math.max(1, densities.length)
  const pixels = rows.reduce((sum, row) => {
    const { width, height } = plannedSize(row, options.size)
    return sum + width * height * (options.compare === 'side' ? 2 : 1)
  }, 0)
  const { size } = options
  const dots = size.kind === 'print' ? rows.map((row) => Math.round(dpiOnPaper(row, size))) : []
  return {
    bytes: films.reduce((sum, { size }) => sum + size, Math.round(mean * pixels)),
    dpi: dots.length > 0 ? dots.reduce((least, each) => Math.min(least, each)) : null,
    soft: dots.filter((each) => each < SHARP_DPI).length,
  }
}

async function bytesPerPixel({ library }: Catalog, row: RestorationRow, options: ExportOptions): Promise<number> {
  const planned = plannedSize(row, options.size)
  const scale = planned.width / row.width
  const width = Math.min(row.width, Math.ceil(PIECE / scale))
  const height = Math.min(row.height, Math.ceil(PIECE / scale))
  const left = Math.floor((row.width - width) / 2)
  const top = Math.floor((row.height - height) / 2)
  const piece = sharp(join(library.root, row.file), { limitInputPixels: false })
    .extract({ left, top, width, height })
    .resize(Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)))
  const { data, info } = await written(
    options.deep ? piece.toColourspace('rgb16') : piece,
    options.format,
    options.quality,
    PIECE * PIECE,
  ).toBuffer({ resolveWithObject: true })
  return data.length / (info.width * info.height)
}
