import { existsSync } from 'node:fs'
import { mkdir, open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type AssetKind, parseAsset, parseTileKey } from '../shared/assets.ts'
import { AppError } from '../shared/errors.ts'
import type { Catalog } from './catalog/catalog.ts'
import { type CacheKind, cacheFile, playableFiles, pyramidFolder } from './catalog/library.ts'
import { originalFile } from './catalog/verify.ts'
import { isInside } from './files/confine.ts'
import { typeOf } from './files/headers.ts'
import { isPreviewId } from './film/preview-id.ts'
import { readPyramid, tileFile } from './media/pyramid.ts'
import { makeFullView, makeThumbnail, makeView } from './media/renditions.ts'
import { previewFile } from './preview-files.ts'
import type { Located } from './serve-files.ts'

const makers = {
  thumb: makeThumbnail,
  view: makeView,
  full: makeFullView,
  'r-thumb': makeThumbnail,
  'r-view': makeView,
  'r-full': makeFullView,
} as const satisfies Record<CacheKind, unknown>

const notFound = () => new AppError('not-found', 'There is no such picture.')

/** Finds the file behind an asset's address, making a rendition that is not there yet. */
export function createLocator(catalog: Catalog): (asset: string) => Promise<Located> {
  const { library } = catalog
  /** Renditions being made: a gallery asks for the same one more than once. */
  const making = new Map<string, Promise<unknown>>()

  const rendition = async (kind: CacheKind, sha256: string, source: () => Promise<string>): Promise<Located> => {
    const file = cacheFile(kind, sha256)
    const path = join(library.root, file)
    if (!existsSync(path)) {
      const work = making.get(file) ?? make(kind, path, source).finally(() => making.delete(file))
      making.set(file, work)
      await work
    }
    return { file, type: await sniff(path), downloadName: null }
  }

  return async (asset) => {
    const address = parseAsset(asset)
    if (!address) throw notFound()
    const { kind, key } = address
    if (kind === 'export') return exported(library.exports, key)
    if (kind === 'r-map') return mapOf(catalog, key)
    if (kind === 'preview') return preview(library.root, key)
    if (kind === 'film' || kind === 'r-film' || kind === 'p-film') return playable(catalog, kind, key)
    if (kind === 'tile' || kind === 'r-tile') return tile(catalog, kind, key)
    if (isOfResult(kind)) {
      const row = catalog.restorations.need(key)
      return rendition(kind, row.sha256, async () => join(library.root, row.file))
    }
    const row = catalog.originals.need(key)
    return rendition(kind, row.sha256, () => originalFile(catalog, key))
  }
}

const isOfResult = (kind: AssetKind): kind is 'r-thumb' | 'r-view' | 'r-full' => kind.startsWith('r-')

async function make(kind: CacheKind, path: string, source: () => Promise<string>): Promise<void> {
  const input = await source()
  await mkdir(dirname(path), { recursive: true })
  await makers[kind](input, path)
}

/** The name of a rendition does not tell its format: what has no transparency is a JPEG in its full size. */
async function sniff(path: string): Promise<string> {
  const handle = await open(path, 'r')
  try {
    const head = Buffer.alloc(2)
    await handle.read(head, 0, 2, 0)
    return head[0] === 0xff && head[1] === 0xd8 ? 'image/jpeg' : 'image/webp'
  } finally {
    await handle.close()
  }
}

/** Only what is there: making a pyramid takes too long for a request to wait for it. */
async function tile(catalog: Catalog, kind: 'tile' | 'r-tile', key: string): Promise<Located> {
  const place = parseTileKey(key)
  if (!place) throw notFound()
  const { sha256 } = kind === 'tile' ? catalog.originals.need(place.id) : catalog.restorations.need(place.id)
  const folder = pyramidFolder(sha256)
  const pyramid = await readPyramid(join(catalog.library.root, folder))
  if (!pyramid) throw notFound()
  const file = `${folder}/${tileFile(pyramid.type, place.level, place.column, place.row)}`
  if (!existsSync(join(catalog.library.root, file))) throw notFound()
  return { file, type: pyramid.type, downloadName: null }
}

function preview(root: string, name: string): Located {
  const file = previewFile(name)
  if (!file || !existsSync(join(root, file))) throw notFound()
  return { file, type: typeOf(file) as string, downloadName: null }
}

/** Only what is there: `film.playable` makes it, which takes as long as the film is long. */
function playable(catalog: Catalog, kind: 'film' | 'r-film' | 'p-film', id: string): Located {
  const file = playableFiles(contentOf(catalog, kind, id)).find((each) => existsSync(join(catalog.library.root, each)))
  if (!file) throw notFound()
  return { file, type: typeOf(file) as string, downloadName: null }
}

function contentOf({ originals, restorations }: Catalog, kind: 'film' | 'r-film' | 'p-film', id: string): string {
  if (kind === 'film') return originals.need(id).sha256
  if (kind === 'r-film') return restorations.need(id).sha256
  if (!isPreviewId(id)) throw notFound()
  return id
}

function mapOf(catalog: Catalog, id: string): Located {
  const file = catalog.restorations.need(id).map_file
  if (file === null) throw notFound()
  return { file, type: 'image/png', downloadName: null }
}

function exported(folder: string, name: string): Located {
  const type = typeOf(name)
  if (!type || !isInside(folder, join(folder, name)) || !existsSync(join(folder, name))) throw notFound()
  return { file: `Exports/${name}`, type, downloadName: name }
}
