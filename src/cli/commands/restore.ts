import { readFile } from 'node:fs/promises'
import { extname, join, parse } from 'node:path'
import type { Command } from 'commander'
import { type FilmCodec, filmCodecs } from '../../engine/film/arguments/encode.ts'
import { type Container, containers, naturalContainer } from '../../engine/film/arguments/join.ts'
import { isFilm } from '../../engine/film/is-film.ts'
import { restoreAnyFilm } from '../../engine/film/restore-any-film.ts'
import { restoreFile } from '../../engine/pipeline/restore-file.ts'
import { exportFormats } from '../../shared/engine.ts'
import { AppError } from '../../shared/errors.ts'
import { type PresetName, presetNames, type Recipe, recipe as recipeSchema } from '../../shared/recipe.ts'
import { type Context, contextOf } from '../context.ts'
import { usageError } from '../exit.ts'
import { expandInputs, type Input } from '../inputs.ts'
import { claimName, makeFolder } from '../names.ts'
import { eachInput, progressOf, tellResult } from '../tell.ts'
import { endingFor, formatFromEnding, formatOf } from './formats.ts'

interface RestoreOptions {
  readonly out: string
  readonly recipe: string
  readonly format?: string
  readonly quality?: string
  readonly filmFormat?: string
  readonly codec?: string
}

export function addRestore(program: Command): void {
  program
    .command('restore')
    .description(
      'Restore photos and films: files and folders, each into the output folder. Originals are never changed.',
    )
    .argument('<inputs...>', 'photos, films and folders')
    .requiredOption('--out <dir>', 'folder for the results (made when missing)')
    .option('--recipe <name|file>', 'auto | faithful | gentle | strong | a recipe file (.json)', 'auto')
    .option('--format <format>', `${exportFormats.join(' | ')} (default: that of the input, where it can be written)`)
    .option('--quality <n>', 'JPEG and WebP quality, 50..100', '95')
    .option('--film-format <format>', `${containers.join(' | ')} (default: mp4 unless it would lose a track)`)
    .option('--codec <codec>', `${filmCodecs.join(' | ')} (default: that of the film, where it can be written)`)
    .option('--json', 'one JSON object per input on stdout')
    .action(async (named: string[], options: RestoreOptions, command: Command) => {
      process.exitCode = await restore(named, options, contextOf(command))
    })
}

async function restore(named: string[], options: RestoreOptions, context: Context): Promise<number> {
  const recipe = await chosenRecipe(options.recipe)
  const format = formatOf(options.format)
  const quality = qualityOf(options.quality ?? '95')
  const film = filmChoice(options)
  const inputs = await expandInputs(named)
  if (inputs.length === 0) throw usageError('There are no pictures in the folders you named.')
  await makeFolder(options.out)
  const originals = inputs.map((input) => input.file)
  return eachInput(context, inputs, 'restored', async (input, label) => {
    const shared = {
      input: input.file,
      recipe,
      protect: originals,
      overwrite: true,
      models: context.models(),
      device: context.device,
      threads: context.threads,
      cancelled: context.cancelled,
      onProgress: progressOf(context, label),
    }
    if (await isFilm(input.file)) {
      const tools = context.films()
      const container = film.container ?? naturalContainer(await tools.probe(input.file))
      const folder = join(options.out, input.folder)
      const output = await claimName(folder, stemOf(input), `.${container}`, originals)
      tellResult(context, input, await restoreAnyFilm({ ...shared, output, codec: film.codec, tools }))
      return
    }
    const ending = endingFor(extname(input.file), format)
    const output = await claimName(join(options.out, input.folder), stemOf(input), ending, originals)
    tellResult(
      context,
      input,
      await restoreFile({ ...shared, output, format: format ?? formatFromEnding(ending), quality }),
    )
  })
}

interface FilmChoice {
  readonly container: Container | undefined
  readonly codec: FilmCodec | undefined
}

/** @throws wrong usage for what we cannot write */
function filmChoice({ filmFormat, codec }: RestoreOptions): FilmChoice {
  return {
    container: oneOf(containers, filmFormat, '--film-format'),
    codec: oneOf(filmCodecs, codec, '--codec'),
  }
}

function oneOf<T extends string>(known: readonly T[], text: string | undefined, flag: string): T | undefined {
  if (text === undefined) return undefined
  const found = known.find((each) => each === text)
  if (!found) throw usageError(`${flag}: "${text}" is not one of ${known.join(', ')}.`)
  return found
}

const stemOf = (input: Input) => parse(input.file).name

function qualityOf(text: string): number {
  const quality = Number(text)
  if (!Number.isInteger(quality) || quality < 50 || quality > 100)
    throw usageError(`--quality: "${text}" is not a whole number from 50 to 100.`)
  return quality
}

/** `auto` and presets are fitted picture by picture; a recipe file runs as it is. */
export async function chosenRecipe(text: string): Promise<Recipe | PresetName | 'auto'> {
  if (text === 'auto') return 'auto'
  const preset = presetNames.find((name) => name === text)
  if (preset) return preset
  if (!text.endsWith('.json')) throw usageError(`--recipe: "${text}" is neither a preset nor a .json file.`)
  const content = await readFile(text, 'utf8').catch(() => {
    throw usageError(`--recipe: the file "${text}" cannot be read.`)
  })
  const parsed = recipeSchema.safeParse(parseJson(content))
  if (!parsed.success) throw new AppError('invalid-input', `--recipe: "${text}" is not a recipe of Daguerre.`)
  return parsed.data
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
