import { mkdirSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import { explained } from './sqlite-errors.ts'

/** The folders of a library, absolute. */
export interface Library {
  readonly root: string
  readonly catalog: string
  readonly journal: string
  readonly lock: string
  /** Uploads of the browser door; the only originals that live in the library. */
  readonly originals: string
  readonly restorations: string
  readonly cache: string
  readonly exports: string
  readonly scratch: string
  /** Models the user installed; made with the first. */
  readonly models: string
}

export const catalogFile = 'daguerre.sqlite'

export function libraryAt(folder: string): Library {
  const root = resolve(folder)
  return {
    root,
    catalog: join(root, catalogFile),
    journal: join(root, 'daguerre.originals.jsonl'),
    lock: join(root, 'daguerre.lock'),
    originals: join(root, 'Originals'),
    restorations: join(root, 'Restorations'),
    cache: join(root, 'Cache'),
    exports: join(root, 'Exports'),
    scratch: join(root, 'Scratch'),
    models: installedModels(root),
  }
}

/** Where a library keeps the models its user installed. */
export const installedModels = (root: string): string => join(root, 'models')

/** Creates what is not there yet. @throws AppError `wrong-usage` where a file is in the way, `no-permission`, `disk-full` */
export function createFolders(library: Library): void {
  const { root, originals, restorations, cache, exports, scratch } = library
  for (const folder of [root, originals, restorations, cache, exports, scratch]) {
    try {
      explained(() => mkdirSync(folder, { recursive: true }))
    } catch (error) {
      const file = error instanceof AppError ? undefined : fileAt(folder)
      if (file === undefined) throw error
      const name = basename(file)
      const message = `“${name}” is a file; a library is a folder.`
      throw new AppError('wrong-usage', message, { name }, { cause: error })
    }
  }
}

/** The file that stands where `path`, or a folder above it, should be. */
function fileAt(path: string): string | undefined {
  for (let place = path; ; place = dirname(place)) {
    const facts = statSync(place, { throwIfNoEntry: false })
    if (facts) return facts.isDirectory() ? undefined : place
    if (place === dirname(place)) return undefined
  }
}

export const cacheKinds = ['thumb', 'view', 'full', 'r-thumb', 'r-view', 'r-full'] as const
export type CacheKind = (typeof cacheKinds)[number]

/**
 * Where a rendition is kept, relative to the library: named by the content it shows, so that it never goes stale.
 * @param sha256 of the original, or of the result for the `r-` kinds
 */
export const cacheFile = (kind: CacheKind, sha256: string, type: 'webp' | 'jpeg' = 'webp'): string =>
  `Cache/${kind}/${sha256.slice(0, 2)}/${sha256}.${type === 'webp' ? 'webp' : 'jpg'}`

/** The folder of a pyramid, relative to the library. @param sha256 of the original or of the result it shows */
export const pyramidFolder = (sha256: string): string => `Cache/tiles/${sha256.slice(0, 2)}/${sha256}`

/** Where the copy of a film lies that browsers play, relative to the library: one of these. */
export const playableFiles = (sha256: string): string[] =>
  ['.webm', '.mp4'].map((ending) => `Cache/film/${sha256.slice(0, 2)}/${sha256}${ending}`)

/** Where a preview of a few seconds lies, relative to the library. @param id see `previewId` */
export const filmPreviewFile = (id: string): string => `Cache/film-preview/${id.slice(0, 2)}/${id}.mkv`

/** The files of a restoration, relative to the library. */
export function restorationFiles(originalSha256: string, restorationId: string) {
  const stem = `Restorations/${originalSha256.slice(0, 2)}/${originalSha256}/${restorationId}`
  return { file: `${stem}.png`, sidecar: `${stem}.json`, map: `${stem}.map.png` }
}

/** What the result of the same restoration is called when it is a film. */
export const filmFiles = (originalSha256: string, restorationId: string): string[] =>
  filmEndings.map((ending) => restorationFiles(originalSha256, restorationId).file.replace(/\.png$/, ending))

/** What a restored film may end with. */
export const filmEndings = ['.mp4', '.mkv', '.mov'] as const

/** The sidecar that lies beside a result. */
export const sidecarOf = (file: string): string => file.replace(/\.[^./]+$/, '.json')

/** True for the folder itself and everything below it. */
export function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way === '' || (!isAbsolute(way) && way !== '..' && !way.startsWith(`..${sep}`))
}

/** What decides where the library is; injected so that tests need no home. */
export interface Surroundings {
  readonly platform: NodeJS.Platform
  readonly home: string
  readonly env: Readonly<Record<string, string | undefined>>
}
const here = (): Surroundings => ({ platform: process.platform, home: homedir(), env: process.env })

/** The system's Pictures folder / Daguerre. */
export async function defaultLibraryFolder(at: Surroundings = here()): Promise<string> {
  const pictures = at.platform === 'linux' ? await xdgPictures(at) : undefined
  return join(pictures ?? join(at.home, 'Pictures'), 'Daguerre')
}

/** XDG_PICTURES_DIR of user-dirs.dirs, which holds `"$HOME/..."` or an absolute path; home itself means "none". */
async function xdgPictures({ env, home }: Surroundings): Promise<string | undefined> {
  const config = env.XDG_CONFIG_HOME || join(home, '.config')
  const text = env.XDG_PICTURES_DIR ?? (await readFile(join(config, 'user-dirs.dirs'), 'utf8').catch(() => ''))
  const value = env.XDG_PICTURES_DIR ?? /^\s*XDG_PICTURES_DIR="(.*)"\s*$/m.exec(text)?.[1]
  if (value === undefined) return undefined
  const folder = resolve(value.replace(/^\$HOME(?=\/|$)/, home))
  return isAbsolute(value.replace(/^\$HOME/, home)) && folder !== resolve(home) ? folder : undefined
}
