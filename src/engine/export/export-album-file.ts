import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { assetAddress } from '../../shared/assets.ts'
import type { ExportOptions } from '../../shared/export.ts'
import { safeName } from '../files/safe-name.ts'
import { type AlbumResult, exportAlbum, firstFree } from './export-album.ts'
import { type ExportNeeds, refuseInside } from './export-restorations.ts'
import { writeZip } from './zip.ts'

export interface AlbumFileRequest {
  readonly name: string
  readonly note: string
  readonly originals: readonly string[]
  readonly options: ExportOptions
  readonly zip: boolean
  /** Absolute; null: the library's own Exports, as a zip file. */
  readonly folder: string | null
  readonly signal: AbortSignal
  readonly onProgress: (progress: { done: number; total: number }) => void
}

export interface AlbumFileResult {
  readonly name: string
  readonly pictures: number
  readonly bytes: number
  readonly asset: string | null
  readonly failed: AlbumResult['failed']
}

/** Writes an album into a new folder of its name, or as one zip file. Nothing that is there is written over. */
export async function exportAlbumFile(needs: ExportNeeds, request: AlbumFileRequest): Promise<AlbumFileResult> {
  const { library } = needs.catalog
  const target = request.folder ?? library.exports
  refuseInside(needs.catalog, target)
  const name = safeName(request.name, 'album')
  if (request.zip || request.folder === null) {
    const working = await mkdtemp(join(library.scratch, 'album-'))
    try {
      const { files, failed } = await exportAlbum(needs, { ...request, folder: working, isOurs: true })
      const entries = files.map((file) => ({ name: `${name}/${file}`, path: join(working, file) }))
      const zip = await firstFree(`${name}.zip`, (free) => writeZip(join(target, free), entries))
      const { size } = await stat(join(target, zip))
      const asset = request.folder === null ? assetAddress('export', zip) : null
      return { name: zip, pictures: files.length - 2, bytes: size, asset, failed }
    } finally {
      await rm(working, { recursive: true, force: true })
    }
  }
  const folder = await firstFree(name, (free) => mkdir(join(target, free)).then(() => undefined))
  const { files, failed } = await exportAlbum(needs, { ...request, folder: join(target, folder) })
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(target, folder, file))).size))
  const bytes = sizes.reduce((sum, size) => sum + size, 0)
  return { name: folder, pictures: files.length - 2, bytes, asset: null, failed }
}
