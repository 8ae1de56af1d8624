import { lstat, readdir, realpath } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import { hasFilmEnding } from '../../shared/film-endings.ts'
import { readFailure } from '../media/refusals.ts'
import { catalogFile, isWithin, type Library } from './library.ts'

/** What a folder may hold that is worth trying; a file named by itself is always tried, whatever it is called. */
const photo = /\.(?:jpe?g|jpe|jfif|png|webp|tiff?|gif|avif|heic|heif|bmp|jxl|jp2|psd|dng|cr2|cr3|nef|arw|raf|orf|rw2)$/i
const isWorthTrying = (name: string) => photo.test(name) || hasFilmEnding(name)

/** Folders of systems and network drives that hold thumbnails and waste, not pictures. Hidden ones begin with a dot. */
const notForPictures = new Set(
  ['$RECYCLE.BIN', 'System Volume Information', '@eaDir', '#recycle', '__MACOSX', 'lost+found', 'node_modules'].map(
    (name) => name.toLowerCase(),
  ),
)

export type Found = { readonly file: string } | { readonly name: string; readonly error: unknown }

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

/**
 * The files to try below `paths`, in natural order. Links and hidden entries inside folders are passed over, libraries
 * of ours too (their renditions are no originals); a path the user named is followed wherever it leads.
 */
export async function* walk(paths: readonly string[], library: Library): AsyncGenerator<Found> {
  for (const path of paths) {
    try {
      const place = await realpath(resolve(path))
      const entry = await lstat(place)
      if (entry.isDirectory()) yield* walkFolder(place, library)
      else yield isOurs(place, library) ? refused(place) : { file: resolve(path) }
    } catch (error) {
      yield { name: basename(path), error: readFailure(error, basename(path)) }
    }
  }
}

async function* walkFolder(folder: string, library: Library): AsyncGenerator<Found> {
  let entries: Awaited<ReturnType<typeof list>>
  try {
    entries = await list(folder)
  } catch (error) {
    yield { name: basename(folder), error: readFailure(error, basename(folder)) }
    return
  }
  if (isWithin(library.root, folder) || entries.some((entry) => entry.name === catalogFile)) return
  for (const entry of entries.toSorted((a, b) => collator.compare(a.name, b.name))) {
    if (entry.name.startsWith('.') || notForPictures.has(entry.name.toLowerCase())) continue
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* walkFolder(path, library)
    else if (entry.isFile() && isWorthTrying(entry.name)) yield { file: path }
  }
}

const list = (folder: string) => readdir(folder, { withFileTypes: true })

/** Everything in the library but uploads: results must not come back as originals. */
const isOurs = (file: string, library: Library): boolean =>
  isWithin(library.root, file) && !isWithin(library.originals, file)

function refused(file: string): Found {
  const name = basename(file)
  const message = `“${name}” belongs to the library itself; it is no original.`
  return { name, error: new AppError('format-unsupported', message, { name }) }
}
