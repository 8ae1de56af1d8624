import { existsSync } from 'node:fs'
import { mkdir, stat } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { dirname } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import type { FilmLook } from '../../shared/film.ts'
import { keepRecent } from '../../shared/keep-recent.ts'
import { writeAtomically } from '../media/atomic.ts'
import { playableForm, shownSize } from './arguments/watch.ts'
import { type FilmFacts, numberOf } from './facts.ts'
import { readingFailure } from './failures.ts'
import { type FilmTools, openFilmTools } from './tools/film-tools.ts'

/** What a player wants to know of a film. @throws AppError `file-unreadable`, `format-unsupported`, `environment-lacks` */
export async function lookOf(file: string, tools: FilmTools = openFilmTools()): Promise<FilmLook> {
  const { picture, tracks, start, seconds } = await tools.probe(file)
  const begin = Math.max(0, picture.start - start)
  return {
    seconds: Math.max(begin + (picture.seconds ?? 0), seconds ?? 0),
    begin,
    fps: numberOf(picture.fps),
    ...shownSize(picture),
    sounds: tracks.filter(({ kind }) => kind === 'audio').length,
    codec: picture.codec,
  }
}

export interface PlayableOptions {
  readonly input: string
  /** Where it may lie, by ending; the way this ffmpeg can write decides. */
  readonly files: readonly string[]
  readonly signal: AbortSignal
  readonly onFraction: (fraction: number) => void
  readonly tools?: FilmTools | undefined
}

/** Restoring goes on beside it. */
const THREADS = Math.max(1, Math.min(4, availableParallelism() >> 1))

/** Makes the copy of a film that browsers play. Appears complete or not at all. @throws AppError `cancelled` */
export async function makePlayable({ input, files, signal, onFraction, ...options }: PlayableOptions): Promise<void> {
  const tools = options.tools ?? openFilmTools()
  const able = await tools.capabilities()
  const form = playableForm(able)
  const file = form && files.find((each) => each.endsWith(form.ending))
  if (!form || !file) {
    const message = `This ffmpeg (${able.version}) can write nothing a browser plays: it lacks libvpx and H.264.`
    throw new AppError('environment-lacks', message, { what: 'libvpx' })
  }
  const facts = await tools.probe(input)
  const seconds = facts.seconds ?? facts.picture.seconds ?? Number.POSITIVE_INFINITY
  await mkdir(dirname(file), { recursive: true })
  await writeAtomically(file, true, async (output) => {
    const told = (done: number) => onFraction(Math.min(1, done / seconds))
    try {
      await tools.playable({ file: input, facts, form, output, threads: THREADS }, signal, told)
    } catch (error) {
      throw readingFailure(error, input)
    }
  })
}

/** Films whose facts are remembered: whoever steps through one asks for a frame every second. */
const REMEMBERED = 20
const remembered = new Map<string, Promise<FilmFacts>>()

/** What a film is, asked once as long as the file stays the same. */
async function factsOf(file: string, tools: FilmTools): Promise<FilmFacts> {
  const { size, mtimeMs, ino } = await stat(file).catch((error: unknown) => {
    throw readingFailure(error, file)
  })
  const key = [file, size, mtimeMs, ino].join(' ')
  const facts = remembered.get(key) ?? tools.probe(file)
  keepRecent(remembered, key, facts, REMEMBERED)
  facts.catch(() => remembered.delete(key))
  return facts
}

/** Writes the frame on screen at a time as a JPEG. @throws AppError `cancelled`, `file-unreadable` */
export async function makeStill(
  { input, at, output, signal }: { input: string; at: number; output: string; signal: AbortSignal },
  tools: FilmTools = openFilmTools(),
): Promise<void> {
  const facts = await factsOf(input, tools)
  // ffmpeg takes the first frame that is not earlier: half a frame before the one that is meant.
  const half = 0.5 / Math.max(1, numberOf(facts.picture.fps))
  try {
    // At the very end there is no frame any more: the last one is a little before.
    for (const time of [at - half, at - 3 * half, at - 60 * half]) {
      await tools.still({ file: input, facts, at: Math.max(0, time), output }, signal)
      if (existsSync(output)) return
    }
  } catch (error) {
    throw readingFailure(error, input)
  }
  throw new AppError('file-unreadable', 'There is no frame at this place of the film.')
}
