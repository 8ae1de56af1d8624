import { extname, join } from 'node:path'
import { type Container, naturalContainer } from '../../engine/film/arguments/join.ts'
import { isFilm } from '../../engine/film/is-film.ts'
import type { Context } from '../context.ts'
import type { Input } from '../inputs.ts'
import { claimName } from '../names.ts'
import { endingFor, type Format, formatFromEnding } from './formats.ts'

interface Wanted {
  /** Folder for the results; the tree of the input is kept below it. */
  readonly out: string
  /** Name of the result without its ending. */
  readonly stem: string
  /** Of photos; that of the input, where it can be written, when left out. */
  readonly format: Format | undefined
  /** Of films; MP4 unless it would lose a track, when left out. */
  readonly container?: Container | undefined
}

/** Where one of several results goes, and the format of a photo; a film has none: its ending says the container. */
export async function claimResult(
  context: Context,
  input: Input,
  { out, stem, format, container }: Wanted,
  originals: readonly string[],
): Promise<{ readonly output: string; readonly format: Format | undefined }> {
  const folder = join(out, input.folder)
  if (await isFilm(input.file)) {
    const chosen = container ?? naturalContainer(await context.films().probe(input.file))
    return { output: await claimName(folder, stem, `.${chosen}`, originals), format: undefined }
  }
  const ending = endingFor(extname(input.file), format)
  return { output: await claimName(folder, stem, ending, originals), format: format ?? formatFromEnding(ending) }
}
