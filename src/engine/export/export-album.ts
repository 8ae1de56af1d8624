import { constants } from 'node:fs'
import { copyFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Failure } from '../../shared/entities.ts'
import { AppError } from '../../shared/errors.ts'
import type { ExportOptions } from '../../shared/export.ts'
import { throwIfCancelled, toFailure } from '../catalog/failures.ts'
import { isImagined, type OriginalRow } from '../catalog/rows.ts'
import { originalFile } from '../catalog/verify.ts'
import { numbered, safeName } from '../files/safe-name.ts'
import { albumPage, type PagePicture } from './album-page.ts'
import { contactSheet } from './contact-sheet.ts'
import { type ExportNeeds, exportRestorations, refuseInside } from './export-restorations.ts'

export interface AlbumRequest {
  /** Heading of the page. */
  readonly name: string
  readonly note: string
  /** Ids, in order. */
  readonly originals: readonly string[]
  /** Absolute. */
  readonly folder: string
  /** Makes the folder, once it is known that the album is to go there. Left out: it is there. */
  readonly makeFolder?: (folder: string) => Promise<void>
  readonly options: Omit<ExportOptions, 'template' | 'collision'>
  /** The folder is a temporary one of our own. */
  readonly isOurs?: boolean
  readonly signal: AbortSignal
  readonly onProgress: (progress: { done: number; total: number }) => void
}

export interface AlbumResult {
  /** File names in the folder, in the album's order, the page last. */
  readonly files: string[]
  readonly failed: { readonly name: string; readonly error: Failure }[]
}

const ATTEMPTS = 1000

/**
 * Writes an album as a folder anyone can open: of each picture the newest restoration, or else a copy of the original,
 * bit by bit; and a page that shows them in order. A picture that fails is listed and stops nothing.
 * @throws AppError `cancelled`, `not-found`, `would-overwrite` for a folder that belongs to the library's inside
 */
export async function exportAlbum(needs: ExportNeeds, request: AlbumRequest): Promise<AlbumResult> {
  const { catalog } = needs
  if (!request.isOurs) refuseInside(catalog, request.folder)
  const originals = request.originals.map((id) => catalog.originals.need(id))
  await request.makeFolder?.(request.folder)
  const digits = Math.max(3, String(originals.length).length)
  const pictures: PagePicture[] = []
  const failed: AlbumResult['failed'] = []
  for (const [i, original] of originals.entries()) {
    throwIfCancelled(request.signal)
    try {
      pictures.push(await exportPicture(needs, request, original, String(i + 1).padStart(digits, '0')))
    } catch (error) {
      failed.push({ name: original.name, error: toFailure(error) })
    }
    request.onProgress({ done: i + 1, total: originals.length })
  }
  const page = await writePage(request.folder, 'index.html', albumPage(request.name, request.note, pictures))
  const sheet = await writePage(request.folder, 'contact-sheet.html', contactSheet(request.name, pictures))
  return { files: [...pictures.map(({ file }) => file), sheet, page], failed }
}

async function exportPicture(
  needs: ExportNeeds,
  { folder, options, signal, isOurs = false }: AlbumRequest,
  original: OriginalRow,
  number: string,
): Promise<PagePicture> {
  const newest = needs.catalog.restorations
    .ofOriginal(original.id)
    .filter((row) => !isImagined(row))
    .toSorted(newestFirst)[0]
  const caption = [original.date_edtf ?? '', original.note || original.name].filter(Boolean).join(' · ')
  if (!newest) {
    const { width, height } = original
    return { file: await copyOriginal(needs, original, folder, number), caption, width, height }
  }
  const { width, height } = newest
  const request = { restorations: [newest.id], folder, isOurs, signal, onProgress: () => undefined }
  const { files, failed } = await exportRestorations(needs, {
    ...request,
    options: { ...options, template: `${number} {name}`, collision: 'number' },
  })
  const [file] = files
  if (file) return { file: file.name, caption, width, height }
  const error = failed[0]?.error
  throw error ? new AppError('internal', error.message) : new Error('an export neither worked nor failed')
}

const newestFirst = (a: { created_at: string }, b: { created_at: string }) => (a.created_at < b.created_at ? 1 : -1)

async function copyOriginal({ catalog }: ExportNeeds, original: OriginalRow, folder: string, number: string) {
  const source = await originalFile(catalog, original.id)
  const name = safeName(`${number} ${original.name}`)
  return firstFree(name, (free) => copyFile(source, join(folder, free), constants.COPYFILE_EXCL))
}

const writePage = (folder: string, name: string, html: string) =>
  firstFree(name, (free) => writeFile(join(folder, free), html, { flag: 'wx' }))

/** Tries `name`, `name-2`, ... until one is free; nothing that exists is written over. */
export async function firstFree(name: string, make: (free: string) => Promise<void>): Promise<string> {
  for (let n = 1; n <= ATTEMPTS; n++) {
    const free = numbered(name, n)
    try {
      await make(free)
      return free
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
  throw new AppError('would-overwrite', 'There are too many files of this name.', { name })
}
