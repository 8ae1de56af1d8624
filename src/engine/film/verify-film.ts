import { AppError } from '../../shared/errors.ts'
import type { FilmTools } from './tools/film-tools.ts'

export interface Expected {
  readonly frames: number
  readonly width: number
  readonly height: number
  /** Seconds from the first frame to the end of the last. */
  readonly seconds: number
  readonly frameSeconds: number
  /** How much longer than usual the last frames are shown: by so much the container's own length may be too short. */
  readonly uneven?: number
  readonly sounds: number
}

/**
 * Reads a finished film back before anybody is told it is finished.
 * @throws AppError `result-insane`: sound only, frames missing, sound tracks missing, too short or too long
 */
export async function verifyFilm(tools: FilmTools, file: string, name: string, expected: Expected): Promise<void> {
  const wrong = (what: string) =>
    new AppError('result-insane', `The film “${name}” came out wrong (${what}) and was not kept.`, { name })
  const { facts, frames } = await tools.count(file).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'format-unsupported') throw wrong('it has no picture')
    throw error
  })
  if (frames !== expected.frames) throw wrong(`${frames} of ${expected.frames} frames`)
  const { width, height } = facts.picture
  if (width !== expected.width || height !== expected.height) throw wrong(`${width} x ${height} pixels`)
  const sounds = facts.tracks.filter(({ kind }) => kind === 'audio').length
  if (sounds !== expected.sounds) throw wrong(`${sounds} of ${expected.sounds} sound tracks`)
  const seconds = facts.picture.seconds
  const shorter = expected.seconds - (seconds ?? expected.seconds)
  const slack = expected.frameSeconds * 1.5
  if (seconds !== undefined && (shorter > slack + (expected.uneven ?? 0) || -shorter > slack))
    throw wrong(`${seconds.toFixed(2)} instead of ${expected.seconds.toFixed(2)} seconds`)
}
