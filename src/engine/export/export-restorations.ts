import { existsSync } from 'node:fs'
import { readdir, rm, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { assetAddress } from '../../shared/assets.ts'
import { AppError } from '../../shared/errors.ts'
import type { ExportOptions } from '../../shared/export.ts'
import type { Catalog } from '../catalog/catalog.ts'
import { throwIfCancelled, toFailure } from '../catalog/failures.ts'
import { isWithin } from '../catalog/library.ts'
import type { OriginalRow, RestorationRow } from '../catalog/rows.ts'
import { recipeOf } from '../catalog/rows.ts'
import { originalFile } from '../catalog/verify.ts'
import { isPartial } from '../files/partial.ts'
import { numbered } from '../files/safe-name.ts'
import { containerOfForm } from '../film/export-film.ts'
import { isOwnResult } from '../film/own-result.ts'
import type { ExportTask, OutputOf, WorkerSettings } from '../jobs/worker-messages.ts'
import { isByHandOnly, isNeural, provenanceSentence } from '../pipeline/provenance.ts'
import { writeFilm } from './copy-film.ts'
import { exportName } from './names.ts'

export interface ExportNeeds {
  readonly catalog: Catalog
  /** Does the work, in a thread of its own where somebody waits at a window. */
  readonly perform: (task: ExportTask, settings: WorkerSettings) => Promise<OutputOf['export']>
  readonly settings: () => WorkerSettings
  readonly log: (error: unknown) => void
}

export interface ExportRequest {
  readonly restorations: readonly string[]
  readonly options: ExportOptions
  /** Absolute; null: the library's own Exports. */
  readonly folder: string | null
  /** The folder is a temporary one of our own. */
  readonly isOurs?: boolean
  readonly signal: AbortSignal
  readonly onProgress: (progress: { done: number; total: number }) => void
}

interface ExportedFile {
  readonly restorationId: string
  readonly name: string
  readonly bytes: number
  readonly asset: string | null
}
export interface ExportResult {
  readonly files: ExportedFile[]
  /** Left out, because a file of the name was there. */
  readonly skipped: number
  readonly failed: { readonly name: string; readonly error: ReturnType<typeof toFailure> }[]
}

const HOUR_MS = 3_600_000
const ATTEMPTS = 10_000

/**
 * Writes restorations as files for other programs. One that fails is listed and stops nothing, except where all others
 * would fail likewise (a full disk). What is there already stays, and `-2`, `-3` are added; or it is left out, or
 * replaced if it is our own work, as the options say.
 * @throws AppError `cancelled`, `would-overwrite` for a folder that belongs to the library's inside
 */
export async function exportRestorations(needs: ExportNeeds, request: ExportRequest): Promise<ExportResult> {
  const { catalog } = needs
  const folder = request.folder ?? catalog.library.exports
  if (!request.isOurs) refuseInside(catalog, folder)
  await sweepPartial(folder)
  const files: ExportedFile[] = []
  const failed: { name: string; error: ReturnType<typeof toFailure> }[] = []
  const total = request.restorations.length
  let full: AppError | undefined
  let skipped = 0
  for (const [i, id] of request.restorations.entries()) {
    throwIfCancelled(request.signal)
    const row = catalog.restorations.find(id)
    const original = row && catalog.originals.find(row.original_id)
    try {
      if (full) throw full
      if (!row || !original) throw new AppError('not-found', 'This restoration is not in the catalog any more.')
      const onFraction = (fraction: number) => request.onProgress({ done: i + fraction, total })
      const saved = await exportOne(needs, request, folder, { row, original, n: i + 1, total, onFraction })
      if (saved === 'skipped') skipped++
      if (saved === 'skipped') continue
      const asset = request.folder === null ? assetAddress('export', saved.name) : null
      files.push({ restorationId: id, ...saved, asset })
    } catch (error) {
      if (error instanceof AppError && error.code === 'cancelled') throw error
      if (error instanceof AppError && error.code === 'disk-full') full = error
      if (!(error instanceof AppError)) needs.log(error)
      failed.push({ name: original?.name ?? id, error: toFailure(error) })
    }
    request.onProgress({ done: i + 1, total })
  }
  return { files, skipped, failed }
}

interface Item {
  readonly row: RestorationRow
  readonly original: OriginalRow
  readonly n: number
  readonly total: number
  /** Of a film that is written anew. */
  readonly onFraction: (fraction: number) => void
}

async function exportOne(
  { catalog, perform, settings }: ExportNeeds,
  { options, signal }: ExportRequest,
  folder: string,
  item: Item,
): Promise<{ name: string; bytes: number } | 'skipped'> {
  const { row, original, n, total, onFraction } = item
  const named = exportName(
    options.template,
    { original: original.name, preset: row.name, date: original.date_edtf, n, total },
    options.format,
  )
  const isFilm = original.kind === 'video'
  const wanted = isFilm ? named.replace(/\.\w+$/, filmEnding(row, options)) : named
  const file = await originalFile(catalog, original.id).catch(() => null)
  const task = (name: string, overwrite: boolean): ExportTask => ({
    kind: 'export',
    result: join(catalog.library.root, row.file),
    original: file,
    output: join(folder, name),
    format: options.format,
    quality: options.quality,
    size: options.size,
    deep: options.deep,
    compare: options.compare,
    overwrite,
    keepPrivateData: options.keepPrivateData,
    provenance: provenanceOf(row, original),
    protect: [original.path],
  })
  for (let number = 1; number <= ATTEMPTS; number++) {
    const name = numbered(wanted, number)
    const place = join(folder, name)
    const isTaken = existsSync(place)
    if (isTaken && options.collision === 'skip') return 'skipped'
    const replaces = isTaken && options.collision === 'replace' && (await isOwnResult(place))
    if (isTaken && !replaces) continue
    try {
      const order = task(name, replaces)
      const film = { film: options.film, from: recipeOf(row).part?.from ?? 0, signal, onFraction }
      const { bytes } = isFilm ? await writeFilm({ ...order, ...film }) : await perform(order, settings())
      return { name, bytes }
    } catch (error) {
      // Taken while we worked: another name will do.
      if (!(error instanceof AppError) || error.code !== 'would-overwrite') throw error
    }
  }
  throw new AppError('would-overwrite', 'There are too many files of this name.', { name: wanted })
}

/** Two films in one picture are a new film: where nothing else is asked for, one that everything plays. */
function filmEnding(row: RestorationRow, { film, compare }: ExportOptions): string {
  if (film.form === 'as-is') return compare === 'none' ? extname(row.file) : '.mp4'
  return `.${containerOfForm(film.form, row.file)}`
}

function provenanceOf(row: RestorationRow, original: OriginalRow): ExportTask['provenance'] {
  const recipe = recipeOf(row)
  return {
    neural: isNeural(recipe),
    byHandOnly: isByHandOnly(recipe),
    sentence: provenanceSentence(recipe, row.invention_share),
    recipe,
    originalName: original.name,
    originalSha256: original.sha256,
    engineVersion: row.engine_version,
  }
}

/** A folder of the library keeps what the catalog knows, and only that; its Exports are for everything else. */
export function refuseInside({ library }: Catalog, folder: string): void {
  const closed = [library.originals, library.restorations, library.cache, library.scratch]
  if (closed.some((inside) => isWithin(inside, folder))) {
    throw new AppError('would-overwrite', 'This folder belongs to the library itself; choose another one.')
  }
}

/** What an export left half-written when the computer went down. Only our own names, and only old ones. */
async function sweepPartial(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  for (const name of names) {
    if (!isPartial(name) || !name.startsWith('.daguerre-')) continue
    const path = join(folder, name)
    const facts = await stat(path).catch(() => undefined)
    if (facts && Date.now() - facts.mtimeMs > HOUR_MS) await rm(path, { force: true })
  }
}
