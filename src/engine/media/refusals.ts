import { AppError, type ErrorCode } from '../../shared/errors.ts'
import type { Kind, PictureKind } from './sniff.ts'

/** Largest picture opened. At 16 bits and three channels this is 2.4 GB packed; scanners stay well below. */
export const MAX_PIXELS = 400_000_000

const PICTURES = new Set<Kind>(['jpeg', 'png', 'gif', 'webp', 'tiff', 'avif'])

/** Passes the kinds we decode and refuses the others, each with its own sentence. */
export function requirePicture(kind: Kind, name: string): PictureKind {
  if (PICTURES.has(kind)) return kind as PictureKind
  throw refusal(kind as Exclude<Kind, PictureKind>, name)
}

function refusal(kind: Exclude<Kind, PictureKind>, name: string): AppError {
  if (kind === 'film') {
    return new AppError('film-not-yet', `“${name}” is a film, and a photo is expected here.`, { name })
  }
  const unsupported = (what: string, advice: string) =>
    new AppError('format-unsupported', `“${name}” is ${what}, which Daguerre cannot read; ${advice}.`, { name, kind })
  switch (kind) {
    case 'heic':
      return unsupported('a HEIC photo', 'export it as JPEG or PNG from the photo app it came from')
    case 'svg':
      return unsupported('an SVG drawing', 'only photos made of pixels can be restored')
    case 'pdf':
      return unsupported('a PDF document', 'export its pages as TIFF or PNG pictures')
    case 'bmp':
      return unsupported('a BMP picture', 'save it as PNG or TIFF')
    case 'photoshop':
      return unsupported('a Photoshop document', 'save a copy of it as TIFF')
    case 'jpeg-xl':
      return unsupported('a JPEG XL picture', 'save it as PNG or TIFF')
    case 'jpeg-2000':
      return unsupported('a JPEG 2000 picture', 'save it as PNG or TIFF')
    case 'raw':
      return unsupported("a camera's raw file", 'develop it to TIFF or JPEG first')
    case 'unknown':
      return new AppError('format-unsupported', `“${name}” is not a picture Daguerre can read.`, { name, kind })
  }
}

/** @throws AppError file-too-large, before anything of the size has been allocated */
export function requireSize(width: number, height: number, name: string): void {
  if (width * height <= MAX_PIXELS) return
  const megapixels = Math.round(MAX_PIXELS / 1e6)
  throw new AppError(
    'file-too-large',
    `“${name}” is ${width} × ${height} pixels; Daguerre opens pictures of up to ${megapixels} megapixels.`,
    { name, width, height, megapixels },
  )
}

const SYSTEM: Readonly<Record<string, readonly [ErrorCode, (name: string) => string]>> = {
  ENOENT: ['file-missing', (name) => `“${name}” is not there.`],
  ENOTDIR: ['file-missing', (name) => `“${name}” is not there.`],
  ENAMETOOLONG: ['file-missing', (name) => `“${name}” has a name or path too long for this system.`],
  EACCES: ['no-permission', (name) => `You have no permission to read “${name}”.`],
  EPERM: ['no-permission', (name) => `You have no permission to read “${name}”.`],
  EBUSY: ['no-permission', (name) => `“${name}” is in use by another program.`],
  EISDIR: ['file-unreadable', (name) => `“${name}” is a folder, not a picture.`],
}

/** The expected failure behind an error of the file system while reading. */
export function readFailure(error: unknown, name: string): AppError {
  if (error instanceof AppError) return error
  const code = systemCode(error)
  const known = code === undefined ? undefined : SYSTEM[code]
  const [appCode, sentence] = known ?? ['file-unreadable' as const, () => `“${name}” could not be read.`]
  return new AppError(appCode, sentence(name), { name }, { cause: error })
}

export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
