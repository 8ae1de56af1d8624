import { basename } from 'node:path'
import sharp from 'sharp'
import type { Fact } from '../media/facts.ts'
import type { Input } from '../media/source.ts'
import { type FilmFacts, numberOf } from './facts.ts'
import { readingFailure } from './failures.ts'
import { isFilm } from './is-film.ts'
import { type FilmTools, openFilmTools } from './tools/film-tools.ts'

/** Where the picture that stands for a film is taken: the first frames are often black. */
const PART = 0.1

/** What there is to see of a file: a film is shown by one of its frames. */
export const stillOf = async (input: Input): Promise<Input> =>
  typeof input === 'string' && (await isFilm(input)) ? posterOf(input) : input

/** One frame of a film, in the shape it has on screen, as a PNG in memory. */
export async function posterOf(file: string, tools: FilmTools = openFilmTools()) {
  const facts = await tools.probe(file)
  const { picture } = facts
  const from = PART * (picture.seconds ?? facts.seconds ?? 0)
  const taken = (await firstFrame(tools, file, facts, from)) ?? (await firstFrame(tools, file, facts, 0))
  if (!taken) throw readingFailure(new Error('no frame'), file)
  const { width, height } = picture
  const shown = Math.max(1, Math.round(width * numberOf(picture.pixelAspect)))
  const bytes = await sharp(taken, { raw: { width, height, channels: 3 } })
    .resize({ width: shown, height, fit: 'fill' })
    .png({ compressionLevel: 1 })
    .toBuffer()
  return { name: basename(file), bytes }
}

async function firstFrame(tools: FilmTools, file: string, { picture }: FilmFacts, from: number) {
  const decoding = await tools.decode({ file, track: picture, depth: 8, ...(from > 0 && { from }) })
  try {
    for await (const { samples } of decoding.frames) return samples
    return undefined
  } catch (error) {
    throw readingFailure(error, file)
  }
}

/** What the catalog wants to know of a film. */
export async function describeFilm(file: string, tools: FilmTools = openFilmTools()) {
  const facts = await tools.probe(file)
  const { width, height, bits } = facts.picture
  return {
    kind: 'video' as const,
    width,
    height,
    format: (facts.container.split(',')[0] ?? 'film').replace('mov', 'mp4'),
    bitDepth: bits,
    hasProfile: false,
    facts: readableFacts(facts),
    /** ISO day, when the camera noted one. */
    taken: facts.created?.slice(0, 10),
  }
}

function readableFacts({ tags, created }: FilmFacts): Fact[] {
  const candidates: readonly (readonly [Fact['key'], string | undefined])[] = [
    ['camera', [tags['com.apple.quicktime.make'], tags['com.apple.quicktime.model']].filter(Boolean).join(' ')],
    ['taken', created?.slice(0, 10)],
    ['title', tags.title],
    ['comment', tags.comment],
    ['artist', tags.artist],
  ]
  return candidates.flatMap(([key, value]) => (value ? [{ key, value: value.slice(0, 500) }] : []))
}
