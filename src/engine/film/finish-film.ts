import { writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { FilmPart } from '../../shared/recipe.ts'
import { writeAtomically } from '../media/atomic.ts'
import { type Container, listEntry, type TracksPlan } from './arguments/join.ts'
import { pacedChapters } from './arguments/pace.ts'
import type { FilmFacts } from './facts.ts'
import { writingFailure } from './failures.ts'
import type { Piece } from './pieces.ts'
import type { Scratch } from './scratch.ts'
import type { Timeline } from './timeline.ts'
import type { FilmTools } from './tools/film-tools.ts'
import { verifyFilm } from './verify-film.ts'

export interface FinishOptions {
  readonly tools: FilmTools
  readonly input: string
  readonly output: string
  readonly overwrite: boolean
  readonly facts: FilmFacts
  /** Seconds in the file of the first frame. */
  readonly origin: number
  readonly timeline: Timeline
  readonly pieces: readonly Piece[]
  readonly scratch: Scratch
  readonly container: Container
  readonly tracks: TracksPlan
  readonly comment: string
  readonly size: { readonly width: number; readonly height: number }
  readonly frameSeconds: number
  readonly part: FilmPart | undefined
  /** How many times as long the film becomes. */
  readonly stretch: number
}

/** Puts the pieces and the other tracks together. The file appears complete, read back once, or not at all. */
export async function finishFilm(options: FinishOptions): Promise<void> {
  const { tools, scratch, timeline, facts, tracks, output, stretch } = options
  const list = join(scratch.folder, 'list.txt')
  await writeFile(list, pieceList(options))
  const chapters = join(scratch.folder, 'chapters.txt')
  if (stretch !== 1) await writeFile(chapters, pacedChapters(facts, stretch, options.part))
  await writeAtomically(output, options.overwrite, async (temporary) => {
    try {
      await tools.join({
        list,
        source: options.input,
        facts,
        tracks: tracks.kept,
        container: options.container,
        delay: (options.origin - facts.start - (options.part?.from ?? 0)) * stretch,
        part: options.part,
        ...(stretch !== 1 && { slower: { stretch, chapters } }),
        output: temporary,
        comment: options.comment,
      })
    } catch (error) {
      throw writingFailure(error, output)
    }
    await verifyFilm(tools, temporary, basename(output), {
      ...options.size,
      frames: timeline.frames,
      seconds: timeline.timeOf(timeline.frames - 1) / 1e6 + options.frameSeconds,
      frameSeconds: options.frameSeconds,
      uneven: unevenTail(timeline, options.frameSeconds),
      sounds: tracks.kept.filter(({ track }) => track.kind === 'audio').length,
    })
  })
}

/** Frames that may be decoded in another order than they are shown. */
const REORDERED = 16

/** MP4 guesses how long the frame is shown that is decoded last: seconds by which the last ones are shown longer than usual. */
function unevenTail(timeline: Timeline, frameSeconds: number): number {
  const last = timeline.frames - 1
  const count = Math.min(REORDERED, last)
  return Math.max(0, (timeline.timeOf(last) - timeline.timeOf(last - count)) / 1e6 - count * frameSeconds)
}

/** Every piece with the time the next one begins at: rounded once each, so that nothing adds up. */
function pieceList({ pieces, scratch, timeline, frameSeconds }: FinishOptions): string {
  const begins = pieces.map(({ first }) => timeline.timeOf(first) / 1e6)
  const end = timeline.timeOf(timeline.frames - 1) / 1e6 + frameSeconds
  const entries = begins.map((begin, i) => listEntry(scratch.piece(i), (begins[i + 1] ?? end) - begin))
  return `ffconcat version 1.0\n${entries.join('')}`
}
