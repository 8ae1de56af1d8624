import { close, openSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import { type Bytes, bytesOf, bytesOfFile } from './bytes.ts'
import { isCameraRaw } from './camera-raw.ts'
import { readFailure, requirePicture } from './refusals.ts'
import { type PictureKind, SNIFF_BYTES, sniff } from './sniff.ts'

/** A path, or bytes with the name to use in sentences. */
export type Input = string | { readonly name: string; readonly bytes: Buffer }

/** A picture file opened for reading: sniffed, not decoded. */
export interface Source {
  readonly name: string
  readonly kind: PictureKind
  readonly bytes: Bytes
  /** What sharp decodes: the bytes, or the path of a file too large to load. */
  readonly input: Buffer | string
}

/** Files up to this are loaded, so that no name can confuse a decoder; larger ones are decoded from their path. */
const LOAD_UP_TO = 128 << 20

/**
 * Opens a picture file read-only, tells by its bytes what it is and passes it to `use`; closes it afterwards.
 * @throws AppError for whatever is not a picture we read
 */
export async function withSource<T>(input: Input, use: (source: Source) => Promise<T>): Promise<T> {
  if (typeof input !== 'string') return use(describe(input.name, bytesOf(input.bytes), input.bytes))
  const name = basename(input)
  await requireFile(input, name)
  let descriptor: number
  try {
    descriptor = openSync(input, 'r')
  } catch (error) {
    throw readFailure(error, name)
  }
  try {
    const bytes = bytesOfFile(descriptor)
    return await use(describe(name, bytes, undefined, input))
  } catch (error) {
    throw error instanceof AppError || isOurs(error) ? error : readFailure(error, name)
  } finally {
    close(descriptor)
  }
}

/** Programming errors stay what they are; only the file system's are put into sentences here. */
const isOurs = (error: unknown): boolean => !(error instanceof Error && 'syscall' in error)

/** Looks before opening: opening a named pipe would wait for ever. */
async function requireFile(path: string, name: string): Promise<void> {
  const stats = await stat(path).catch((error: unknown) => {
    throw readFailure(error, name)
  })
  if (stats.isDirectory()) {
    throw new AppError('file-unreadable', `“${name}” is a folder, not a picture.`, { name })
  }
  if (!stats.isFile()) throw new AppError('file-unreadable', `“${name}” is not an ordinary file.`, { name })
}

function describe(name: string, bytes: Bytes, loaded: Buffer | undefined, path?: string): Source {
  if (bytes.size === 0) throw new AppError('file-empty', `“${name}” is empty.`, { name })
  const sniffed = sniff(bytes.read(0, SNIFF_BYTES))
  const kind = requirePicture(sniffed === 'tiff' && isCameraRaw(bytes) ? 'raw' : sniffed, name)
  // libvips reads options from a trailing `[...]` in a path: such files are loaded whatever their size.
  const byPath = path !== undefined && bytes.size > LOAD_UP_TO && !path.endsWith(']')
  return { name, kind, bytes, input: loaded ?? (byPath ? path : bytes.read(0, bytes.size)) }
}
