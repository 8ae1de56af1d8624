import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'
import { AppError } from '../../../shared/errors.ts'

export const origins = ['setting', 'environment', 'packaged', 'system', 'npm'] as const
export type Origin = (typeof origins)[number]

/** The two programs films are read and written with, and who brought them. */
export interface Programs {
  readonly ffmpeg: string
  readonly ffprobe: string
  readonly origin: Origin
}

/** Everything the search depends on; injected so that it can be tested without any ffmpeg. */
export interface Search {
  /** `--ffmpeg`: the program, or the folder that holds it. */
  readonly setting?: string | undefined
  readonly env: Readonly<Record<string, string | undefined>>
  /** Folder beside an installed application where a packager may put both. */
  readonly packaged?: string | undefined
  /** Folder of an npm package, or undefined when it is not installed. */
  readonly npmFolder: (name: string) => string | undefined
  readonly exists: (path: string) => boolean
  readonly platform: NodeJS.Platform
  readonly arch: string
}

/** Packages that carry a program inside. They are not dependencies of ours: docs/adr/0006 says why. */
export const npmCarriers = (platform: NodeJS.Platform, arch: string) => ({
  ffmpeg: `@ffmpeg-installer/${platform}-${arch}`,
  ffprobe: `@ffprobe-installer/${platform}-${arch}`,
})

const endingOf = (platform: NodeJS.Platform) => (platform === 'win32' ? '.exe' : '')

/** Setting, environment, packaged, system, npm: the first that has both programs. Undefined when none has. */
export function findPrograms(search: Search): Programs | undefined {
  const { setting, env, packaged } = search
  const named = setting ?? env.DAGUERRE_FFMPEG
  if (named) {
    const found = atNamed(named, setting ? 'setting' : 'environment', search)
    if (found) return found
    throw new AppError('environment-lacks', `There are no ffmpeg and ffprobe at “${named}”.`, { path: named })
  }
  const system = (env.PATH ?? '').split(delimiter).filter(Boolean)
  return (
    (packaged === undefined ? undefined : inFolder(packaged, 'packaged', search)) ??
    system.reduce<Programs | undefined>((found, folder) => found ?? inFolder(folder, 'system', search), undefined) ??
    fromNpm(search)
  )
}

/** What somebody named is used or refused, never passed over: `path` is the program or its folder. */
function atNamed(path: string, origin: Origin, search: Search): Programs | undefined {
  const asFolder = inFolder(path, origin, search)
  if (asFolder) return asFolder
  const ffprobe = search.env.DAGUERRE_FFPROBE ?? join(dirname(path), `ffprobe${endingOf(search.platform)}`)
  return search.exists(path) && search.exists(ffprobe) ? { ffmpeg: path, ffprobe, origin } : undefined
}

function inFolder(folder: string, origin: Origin, { exists, platform }: Search): Programs | undefined {
  const [ffmpeg, ffprobe] = ['ffmpeg', 'ffprobe'].map((name) => join(folder, name + endingOf(platform))) as [
    string,
    string,
  ]
  return exists(ffmpeg) && exists(ffprobe) ? { ffmpeg, ffprobe, origin } : undefined
}

function fromNpm({ npmFolder, exists, platform, arch }: Search): Programs | undefined {
  const carriers = npmCarriers(platform, arch)
  const folders = { ffmpeg: npmFolder(carriers.ffmpeg), ffprobe: npmFolder(carriers.ffprobe) }
  if (folders.ffmpeg === undefined || folders.ffprobe === undefined) return undefined
  const ending = endingOf(platform)
  const [ffmpeg, ffprobe] = [join(folders.ffmpeg, `ffmpeg${ending}`), join(folders.ffprobe, `ffprobe${ending}`)]
  return exists(ffmpeg) && exists(ffprobe) ? { ffmpeg, ffprobe, origin: 'npm' } : undefined
}

function folderOfPackage(name: string): string | undefined {
  try {
    return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`))
  } catch {
    return undefined
  }
}

/** @throws AppError `environment-lacks`: says what is missing and how to get it */
export function requirePrograms(setting?: string): Programs {
  // Electron tells where its resources are; plain Node has none.
  const resources = (process as { resourcesPath?: string }).resourcesPath
  const found = findPrograms({
    setting,
    env: process.env,
    packaged: resources === undefined ? undefined : join(resources, 'ffmpeg'),
    npmFolder: folderOfPackage,
    exists: existsSync,
    platform: process.platform,
    arch: process.arch,
  })
  if (found) return found
  const message =
    'Films need ffmpeg, which is not installed: get it from your package manager (or ffmpeg.org), or name it with --ffmpeg or DAGUERRE_FFMPEG.'
  throw new AppError('environment-lacks', message, { what: 'ffmpeg' })
}
