import { readFile } from 'node:fs/promises'
import { dirname, parse } from 'node:path'
import type { Command } from 'commander'
import { type FilmCodec, filmCodecs } from '../../engine/film/arguments/encode.ts'
import { type Container, containers } from '../../engine/film/arguments/join.ts'
import { exportFilm } from '../../engine/film/export-film.ts'
import type { FilmReport } from '../../engine/film/film-report.ts'
import { restoreAnyFilm } from '../../engine/film/restore-any-film.ts'
import { restoreFile } from '../../engine/pipeline/restore-file.ts'
import { damagePresetNames, damageRecipe } from '../../operations/damage-presets.ts'
import { exportFormats } from '../../shared/engine.ts'
import { AppError } from '../../shared/errors.ts'
import { filmPresetNames, presetNames, recipe as recipeSchema, type Wish } from '../../shared/recipe.ts'
import { type Context, contextOf } from '../context.ts'
import { usageError } from '../exit.ts'
import { expandInputs, type Input } from '../inputs.ts'
import { claimName, makeFolder, nameHelp, resultName } from '../names.ts'
import { eachInput, progressOf, tellResult } from '../tell.ts'
import { formatOf } from './formats.ts'
import { partOf } from './part.ts'
import { claimResult } from './results.ts'
import { trackWishOf } from './tracks.ts'

interface RestoreOptions {
  readonly out: string
  readonly recipe: string
  readonly format?: string
  readonly quality?: string
  readonly name: string
  readonly suffix: string
  readonly filmFormat?: string
  readonly codec?: string
  readonly audio?: string | false
  readonly subtitles?: string | false
  readonly convertAudio?: boolean
  readonly compare?: string
  readonly from?: string
  readonly to?: string
}

const comparing = ['side', 'divider'] as const
const recipeNames = [...presetNames, ...damagePresetNames]
const presetOf = (text: string) => [...presetNames, ...filmPresetNames].find((name) => name === text)

export function addRestore(program: Command): void {
  program
    .command('restore')
    .description(
      'Restore photos and films: files and folders, each into the output folder. Originals are never changed.',
    )
    .argument('<inputs...>', 'photos, films and folders')
    .requiredOption('--out <dir>', 'folder for the results (made when missing)')
    .option(
      '--recipe <name|file>',
      `auto | ${recipeNames.join(' | ')} | of films also ${filmPresetNames.join(' | ')} | a recipe file (.json)`,
      'auto',
    )
    .option('--format <format>', `${exportFormats.join(' | ')} (default: that of the input, where it can be written)`)
    .option('--quality <n>', 'JPEG and WebP quality, 50..100', '95')
    .option('--name <template>', nameHelp, '{name}')
    .option('--suffix <text>', 'put behind every name', '')
    .option('--film-format <format>', `${containers.join(' | ')} (default: mp4 unless it would lose a track)`)
    .option('--codec <codec>', `${filmCodecs.join(' | ')} (default: that of the film, where it can be written)`)
    .option('--audio <tracks>', 'of films: sound tracks to keep, as 1,2 (default: all)')
    .option('--no-audio', 'of films: without sound')
    .option('--subtitles <tracks>', 'of films: subtitles to keep, as 1,2 (default: all)')
    .option('--no-subtitles', 'of films: without subtitles')
    .option('--convert-audio', 'of films: sound written anew as AAC, which everything plays')
    .option('--compare <how>', `of films: also write before and after in one film: ${comparing.join(' | ')}`)
    .option('--from <time>', 'of films: where to begin, as 0:12, 1:02:03.5 or seconds')
    .option('--to <time>', 'of films: where to end')
    .option('--json', 'one JSON object per input on stdout')
    .action(async (named: string[], options: RestoreOptions, command: Command) => {
      process.exitCode = await restore(named, options, contextOf(command))
    })
}

async function restore(named: string[], options: RestoreOptions, context: Context): Promise<number> {
  const recipe = await chosenRecipe(options.recipe)
  const format = formatOf(options.format)
  const quality = qualityOf(options.quality ?? '95')
  const { container, codec } = filmChoice(options)
  const part = partOf(options)
  const trackWish = trackWishOf(options)
  const compare = oneOf(comparing, options.compare, '--compare')
  const inputs = await expandInputs(named)
  if (inputs.length === 0) throw usageError('There are no pictures in the folders you named.')
  await makeFolder(options.out)
  const models = await context.models()
  const originals = inputs.map((input) => input.file)
  return eachInput(context, inputs, 'restored', async (input, label) => {
    const shared = {
      input: input.file,
      recipe,
      protect: originals,
      overwrite: true,
      models,
      device: context.device,
      threads: context.threads,
      cancelled: context.cancelled,
      onProgress: progressOf(context, label),
    }
    const stem = resultName(options, { name: parse(input.file).name, recipe: nameOfRecipe(recipe) })
    const { output, format: written } = await claimResult(
      context,
      input,
      { ...options, stem, format, container },
      originals,
    )
    if (written && part) throw usageError('--from and --to name a piece of a film, and this is a photo.')
    if (written) return tellResult(context, input, await restoreFile({ ...shared, output, format: written, quality }))
    const films = { codec, part, trackWish, tools: context.films() }
    const report = await restoreAnyFilm({ ...shared, output, ...films })
    tellResult(context, input, report)
    if (compare) await writeBeside(context, { input, output, stem, compare, report, originals })
  })
}

/** Before and after in one film, beside the result. It is a new film: everything plays MP4. */
async function writeBeside(
  context: Context,
  { input, output, stem, compare, report, originals }: BesideOrder,
): Promise<void> {
  const place = await claimName(dirname(output), `${stem}_before-after`, '.mp4', originals)
  const { bytes } = await exportFilm({
    input: output,
    output: place,
    overwrite: true,
    film: { form: 'mp4-h264', tracks: [] },
    bareComment: undefined,
    beside: { original: input.file, from: report.recipe.part?.from ?? 0, kind: compare },
    signal: context.signal,
    onFraction: (fraction) => context.voice.progress(`${input.shown} (before and after)`, fraction),
    tools: context.films(),
  })
  context.voice.record({ input: input.shown, ok: true, output: place, compare, bytes })
  context.voice.say(`${input.shown} -> ${place}`)
}

interface BesideOrder {
  readonly input: Input
  readonly output: string
  readonly stem: string
  readonly compare: (typeof comparing)[number]
  readonly report: FilmReport
  readonly originals: readonly string[]
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

const nameOfRecipe = (chosen: Wish | 'auto') => (typeof chosen === 'string' ? chosen : chosen.name)

function qualityOf(text: string): number {
  const quality = Number(text)
  if (!Number.isInteger(quality) || quality < 50 || quality > 100)
    throw usageError(`--quality: "${text}" is not a whole number from 50 to 100.`)
  return quality
}

/** `auto` and presets are fitted picture by picture; a recipe file runs as it is. */
export async function chosenRecipe(text: string): Promise<Wish | 'auto'> {
  if (text === 'auto') return 'auto'
  const preset = presetOf(text)
  if (preset) return preset
  const damage = damagePresetNames.find((name) => name === text)
  if (damage) return damageRecipe(damage)
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
