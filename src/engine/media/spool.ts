import { randomBytes } from 'node:crypto'
import { closeSync, openSync, readSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import {
  type Channels,
  type CreateRaster,
  createRaster,
  type Raster,
  type SampleFile,
} from '../../shared/image/raster.ts'
import { writeFailure } from './atomic.ts'

/** Above this many samples (300 MB packed) a raster is kept in a file. */
const SPOOL_ABOVE_SAMPLES = 150_000_000
/** The raster itself, and after it its samples laid flat for the encoder and the finished file, 8 bits each. */
const BYTES_PER_SAMPLE = 4
/** Left free on the disk, for everybody else. */
const RESERVE_BYTES = 256 << 20

export interface SpoolOptions {
  /** Samples above which a raster goes to disk; only tests choose it. */
  readonly above?: number
  /** Bytes free in a folder; tests say what they like. */
  readonly free?: (folder: string) => number
}

/** Rasters of one restoration that are too big for memory: packed into nameless files. */
export interface Spool {
  /** Small rasters are made in memory. @throws AppError `disk-full` */
  readonly create: CreateRaster
  /** Gives the disk back; the rasters cannot be read any more. */
  close(): void
}

const freeIn = (folder: string): number => {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}

/** @param folder on the disk where the result goes: that one has to have room anyway */
export function openSpool(folder: string, options: SpoolOptions = {}): Spool {
  const { above = SPOOL_ABOVE_SAMPLES, free = freeIn } = options
  const open = new Set<number>()
  return {
    create: (width, height, channels) => {
      const samples = width * height * channels
      if (samples <= above) return createRaster(width, height, channels)
      requireSpace(samples * BYTES_PER_SAMPLE, folder, free)
      const descriptor = openNameless(folder)
      open.add(descriptor)
      return spooled(width, height, channels, fileOf(descriptor, folder))
    },
    close: () => {
      for (const descriptor of open) closeSync(descriptor)
      open.clear()
    },
  }
}

const spooled = (width: number, height: number, channels: Channels, file: SampleFile): Raster => ({
  width,
  height,
  channels,
  store: new Uint16Array(0),
  file,
})

const gigabytes = (bytes: number): string => (bytes / 1e9).toFixed(1)

function requireSpace(bytes: number, folder: string, free: (folder: string) => number): void {
  const there = free(folder)
  if (there - RESERVE_BYTES >= bytes) return
  const [need, have] = [gigabytes(bytes + RESERVE_BYTES), gigabytes(there)]
  throw new AppError(
    'disk-full',
    `The result needs ${need} GB on the disk while it is made, and ${have} GB are free.`,
    {
      name: folder,
    },
  )
}

/** The name goes at once: whatever happens to the program, nothing stays behind. */
function openNameless(folder: string): number {
  const path = join(folder, `.daguerre-${randomBytes(6).toString('hex')}.part`)
  try {
    const descriptor = openSync(path, 'wx+')
    rmSync(path)
    return descriptor
  } catch (error) {
    throw writeFailure(error, folder)
  }
}

function fileOf(descriptor: number, name: string): SampleFile {
  return {
    read: (start, count) => {
      const samples = new Uint16Array(count)
      const bytes = new Uint8Array(samples.buffer)
      // What was never written reads as 0, like a new raster.
      for (let done = 0, got = 1; done < bytes.length && got > 0; done += got)
        got = readSync(descriptor, bytes, done, bytes.length - done, start * 2 + done)
      return samples
    },
    write: (start, samples) => {
      const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength)
      try {
        for (let done = 0; done < bytes.length; )
          done += writeSync(descriptor, bytes, done, bytes.length - done, start * 2 + done)
      } catch (error) {
        throw writeFailure(error, name)
      }
    },
  }
}
