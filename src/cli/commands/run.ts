import { stat } from 'node:fs/promises'
import { extname, parse, resolve } from 'node:path'
import type { Command } from 'commander'
import { isFilm } from '../../engine/film/is-film.ts'
import { containerOf } from '../../engine/film/outcome.ts'
import { restoreFilm } from '../../engine/film/restore-film.ts'
import type { ModelStore } from '../../engine/inference/models.ts'
import { restoreFile } from '../../engine/pipeline/restore-file.ts'
import type { Operation } from '../../operations/define.ts'
import { operations } from '../../operations/index.ts'
import { operationWords } from '../../operations/locales.ts'
import { exportFormats } from '../../shared/engine.ts'
import { AppError } from '../../shared/errors.ts'
import type { Recipe } from '../../shared/recipe.ts'
import { type Context, contextOf } from '../context.ts'
import { usageError } from '../exit.ts'
import { flagsOf, paramsFrom, wrongParameter } from '../flags.ts'
import { expandInputs, type Input } from '../inputs.ts'
import { isForeign, makeFolder, nameHelp, resultName } from '../names.ts'
import { eachInput, progressOf, tellResult } from '../tell.ts'
import { type Format, formatFromEnding, formatOf } from './formats.ts'
import { claimResult } from './results.ts'

interface RunOptions {
  readonly out: string
  readonly model?: string
  readonly saveMask?: string
  readonly format?: string
  readonly name: string
  readonly suffix: string
  readonly [param: string]: unknown
}

/** One subcommand per operation: `daguerre run upscale photo.jpg --out big.png --scale 3`. */
export function addRun(program: Command): void {
  const run = program.command('run').description('Run one operation on photos or films.')
  for (const operation of operations.values()) addOperation(run, operation)
}

function addOperation(run: Command, operation: Operation): void {
  const command = run
    .command(operation.id)
    .description(operationWords.en[operation.id]?.summary ?? operation.id)
    .argument('<inputs...>', `a ${mediaOf(operation)}; or folders and several of them, whose tree is kept below --out`)
    .requiredOption('--out <file|dir>', 'file for the result, whose ending decides the format; a folder for several')
    .option('--format <format>', `of several photos: ${exportFormats.join(' | ')} (default: that of each input)`)
    .option('--name <template>', `of several results: ${nameHelp}`, '{name}')
    .option('--suffix <text>', 'of several results: put behind every name', '')
    .option('--json', 'one JSON object per input on stdout')
  for (const flag of flagsOf(operation)) command.addOption(flag)
  if (operation.models.length > 0 && !choosesModel(operation))
    command.option('--model <id>', `one of ${operation.models.join(', ')}`)
  if (operation.invention !== 'none') command.option('--save-mask <file>', 'write where detail was invented, as PNG')
  command.action(async (inputs: string[], options: RunOptions, self: Command) => {
    process.exitCode = await runOperation(operation, inputs, options, contextOf(self))
  })
}

const mediaOf = ({ appliesTo }: Operation) =>
  [appliesTo.includes('image') && 'photo', appliesTo.includes('video') && 'film'].filter(Boolean).join(' or ')

/** Operations that take any installed network have a parameter for it. */
const choosesModel = (operation: Operation) => 'model' in operation.params.shape

async function runOperation(operation: Operation, named: string[], options: RunOptions, context: Context) {
  const models = await context.models()
  const given = paramsFrom(operation, options)
  const params = operation.params.safeParse({ ...sizeOf(operation, given, models), ...given })
  if (!params.success) throw usageError(wrongParameter(operation, params.error.issues[0]?.path[0]))
  if (choosesModel(operation)) requireInstalled(operation, params.data, models)
  const recipe = recipeOf(operation, params.data, options.model)
  const work = { recipe, params: params.data, options, context, models }
  return (await isOne(named)) ? runOnOne(named[0] as string, work) : runOnMany(named, work)
}

/** Without a size asked for, a model that enlarges gives what it is made for. */
function sizeOf({ accepts }: Operation, { model }: Record<string, unknown>, models: ModelStore) {
  const named = accepts?.includes('upscale') ? models.list().find(({ id }) => id === model) : undefined
  return named && { scale: named.scale }
}

function requireInstalled(operation: Operation, params: Record<string, unknown>, models: ModelStore): void {
  const installed = new Set(models.list().map(({ id }) => id))
  const missing = operation.modelsFor?.(params).find((id) => !installed.has(id))
  if (missing !== undefined) throw usageError(`--model: "${missing}" is not installed: see "daguerre models list".`)
}

/** One picture goes into the file that was named, everything else into a folder. */
async function isOne([first = '', ...others]: string[]): Promise<boolean> {
  const isFolder = await stat(first).then(
    (entry) => entry.isDirectory(),
    () => false,
  )
  return others.length === 0 && !isFolder
}

interface Work {
  readonly recipe: Recipe
  readonly params: Record<string, unknown>
  readonly options: RunOptions
  readonly context: Context
  readonly models: ModelStore
}

async function runOnOne(named: string, work: Work): Promise<number> {
  const { options, context } = work
  const input = { shown: named, file: resolve(named), folder: '' }
  const format = (await isFilm(input.file)) ? undefined : formatFromEnding(extname(options.out))
  if (!format) containerOf(options.out)
  if (options.saveMask !== undefined && extname(options.saveMask).toLowerCase() !== '.png')
    throw usageError('--save-mask: a map is written as PNG, so its name must end in .png.')
  if (!format && options.saveMask !== undefined) throw usageError('--save-mask: only photos have a map in one file.')
  return eachInput(context, [input], 'done', async () => {
    await refuseForeign(options.out)
    if (options.saveMask !== undefined) await refuseForeign(options.saveMask)
    const mask = options.saveMask === undefined ? {} : { saveMask: options.saveMask }
    await restoreOne(input, { ...mask, output: options.out, format, protect: [input.file] }, work, named)
  })
}

async function runOnMany(named: string[], work: Work): Promise<number> {
  const { recipe, params, options, context } = work
  const format = formatOf(options.format)
  if (options.saveMask !== undefined) throw usageError('--save-mask: a map is written for one picture at a time.')
  const inputs = await expandInputs(named)
  if (inputs.length === 0) throw usageError('There are no pictures in the folders you named.')
  await makeFolder(options.out)
  const originals = inputs.map(({ file }) => file)
  return eachInput(context, inputs, 'done', async (input, label) => {
    const scale = typeof params.scale === 'number' ? `${params.scale}` : '{scale}'
    const stem = resultName(options, { name: parse(input.file).name, recipe: recipe.name, scale })
    const place = await claimResult(context, input, { out: options.out, stem, format }, originals)
    await restoreOne(input, { ...place, protect: originals }, work, label)
  })
}

interface Place {
  readonly output: string
  /** Of a photo; a film has none, and is written as its ending says. */
  readonly format: Format | undefined
  readonly protect: readonly string[]
  readonly saveMask?: string
}

async function restoreOne(input: Input, { format, saveMask, ...place }: Place, work: Work, label: string) {
  const { recipe, models, context } = work
  const shared = {
    input: input.file,
    ...place,
    recipe,
    overwrite: true,
    models,
    device: context.device,
    threads: context.threads,
    cancelled: context.cancelled,
    onProgress: progressOf(context, label),
  }
  const report = format
    ? await restoreFile({ ...shared, format, saveMask, quality: 95 })
    : await restoreFilm({ ...shared, tools: context.films() })
  tellResult(context, input, report)
}

/** An earlier result of ours may be replaced, any other file not: the user named it, so no other name is chosen. */
async function refuseForeign(file: string): Promise<void> {
  if (!(await isForeign(file))) return
  const message = `"${file}" exists and was not made by Daguerre: choose another name.`
  throw new AppError('would-overwrite', message, { file })
}

function recipeOf(operation: Operation, params: Record<string, unknown>, model: string | undefined): Recipe {
  const fitting = operation.modelsFor?.(params) ?? operation.models
  if (model !== undefined && !choosesModel(operation) && !fitting.includes(model))
    throw usageError(`--model: with these parameters ${operation.id} runs on ${fitting.join(', ')}, not on "${model}".`)
  const step = { operation: operation.id, version: operation.version, enabled: true, params, models: [] }
  return { version: 1, name: operation.id, steps: [step] }
}
