import { extname, resolve } from 'node:path'
import type { Command } from 'commander'
import type { ModelStore } from '../../engine/inference/models.ts'
import { restoreFile } from '../../engine/pipeline/restore-file.ts'
import type { Operation } from '../../operations/define.ts'
import { operations } from '../../operations/index.ts'
import { operationWords } from '../../operations/locales.ts'
import { AppError } from '../../shared/errors.ts'
import type { Recipe } from '../../shared/recipe.ts'
import { type Context, contextOf } from '../context.ts'
import { usageError } from '../exit.ts'
import { flagsOf, paramsFrom, wrongParameter } from '../flags.ts'
import { isForeign } from '../names.ts'
import { eachInput, tellResult } from '../tell.ts'
import { formatFromEnding } from './formats.ts'

interface RunOptions {
  readonly out: string
  readonly model?: string
  readonly saveMask?: string
  readonly [param: string]: unknown
}

/** One subcommand per operation: `daguerre run upscale photo.jpg --out big.png --scale 3`. */
export function addRun(program: Command): void {
  const run = program.command('run').description('Run one operation on one picture.')
  for (const operation of operations.values()) addOperation(run, operation)
}

function addOperation(run: Command, operation: Operation): void {
  const command = run
    .command(operation.id)
    .description(operationWords.en[operation.id]?.summary ?? operation.id)
    .argument('<input>', 'picture')
    .requiredOption('--out <file>', 'file for the result; its ending decides the format')
    .option('--json', 'one JSON object on stdout')
  for (const flag of flagsOf(operation)) command.addOption(flag)
  const ownModels = operation.models.length > 0 && operation.accepts === undefined
  if (ownModels) command.option('--model <id>', `one of ${operation.models.join(', ')}`)
  if (operation.invention !== 'none') command.option('--save-mask <file>', 'write where detail was invented, as PNG')
  command.action(async (input: string, options: RunOptions, self: Command) => {
    process.exitCode = await runOperation(operation, input, options, contextOf(self))
  })
}

async function runOperation(operation: Operation, named: string, options: RunOptions, context: Context) {
  const models = await context.models()
  const params = operation.params.safeParse({
    ...sizeOf(operation, options.model, models),
    ...paramsFrom(operation, options),
  })
  if (!params.success) throw usageError(wrongParameter(operation, params.error.issues[0]?.path[0]))
  const format = formatFromEnding(extname(options.out))
  const recipe = recipeOf(operation, params.data, operation.accepts === undefined ? options.model : undefined)
  if (options.saveMask !== undefined && extname(options.saveMask).toLowerCase() !== '.png')
    throw usageError('--save-mask: a map is written as PNG, so its name must end in .png.')
  const input = { shown: named, file: resolve(named), folder: '' }
  return eachInput(context, [input], 'done', async () => {
    await refuseForeign(options.out)
    if (options.saveMask !== undefined) await refuseForeign(options.saveMask)
    const report = await restoreFile({
      input: input.file,
      output: options.out,
      recipe,
      format,
      quality: 95,
      protect: [input.file],
      overwrite: true,
      ...(options.saveMask === undefined ? {} : { saveMask: options.saveMask }),
      models,
      device: context.device,
      threads: context.threads,
      cancelled: context.cancelled,
      onProgress: ({ stage, fraction }) => context.voice.progress(`${named} (${stage})`, fraction),
    })
    tellResult(context, input, report)
  })
}

/** Without a size asked for, a model that enlarges gives what it is made for. */
const sizeOf = ({ accepts }: Operation, model: string | undefined, models: ModelStore) =>
  model === undefined || accepts !== 'upscale' ? {} : { scale: models.find(model).card.scale }

/** An earlier result of ours may be replaced, any other file not: the user named it, so no other name is chosen. */
async function refuseForeign(file: string): Promise<void> {
  if (!(await isForeign(file))) return
  const message = `"${file}" exists and was not made by Daguerre: choose another name.`
  throw new AppError('would-overwrite', message, { file })
}

function recipeOf(operation: Operation, params: Record<string, unknown>, model: string | undefined): Recipe {
  const fitting = operation.modelsFor?.(params) ?? operation.models
  if (model !== undefined && !fitting.includes(model))
    throw usageError(`--model: with these parameters ${operation.id} runs on ${fitting.join(', ')}, not on "${model}".`)
  const step = { operation: operation.id, version: operation.version, enabled: true, params, models: [] }
  return { version: 1, name: operation.id, steps: [step] }
}
