import { access } from 'node:fs/promises'
import { extname, resolve } from 'node:path'
import type { Command } from 'commander'
import { isOwnWork } from '../../engine/media/own-work.ts'
import { restoreFile } from '../../engine/pipeline/restore-file.ts'
import type { Operation } from '../../operations/define.ts'
import { operations } from '../../operations/index.ts'
import { operationWords } from '../../operations/locales.ts'
import { AppError } from '../../shared/errors.ts'
import type { Recipe } from '../../shared/recipe.ts'
import { type Context, contextOf } from '../context.ts'
import { exits, usageError } from '../exit.ts'
import { flagsOf, paramsFrom } from '../flags.ts'
import { formatFromEnding } from './formats.ts'
import { tell, tellFailure } from './restore.ts'

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
  if (operation.models.length > 0) command.option('--model <id>', `one of ${operation.models.join(', ')}`)
  if (operation.invention !== 'none') command.option('--save-mask <file>', 'write where detail was invented, as PNG')
  command.action(async (input: string, options: RunOptions, self: Command) => {
    process.exitCode = await runOperation(operation, input, options, contextOf(self))
  })
}

async function runOperation(operation: Operation, named: string, options: RunOptions, context: Context) {
  const params = operation.params.safeParse(paramsFrom(operation, options))
  if (!params.success) throw usageError(firstIssue(params.error.issues))
  const format = formatFromEnding(extname(options.out))
  const input = { shown: named, file: resolve(named), folder: '' }
  try {
    await refuseForeign(options.out)
    const report = await restoreFile({
      input: input.file,
      output: options.out,
      recipe: recipeOf(operation, params.data, options.model),
      format,
      quality: 95,
      protect: [input.file],
      overwrite: true,
      ...(options.saveMask === undefined ? {} : { saveMask: options.saveMask }),
      models: context.models(),
      device: context.device,
      threads: context.threads,
      cancelled: context.cancelled,
      onProgress: ({ stage, fraction }) => context.voice.progress(`${named} (${stage})`, fraction),
    })
    tell(context, input, report)
    return exits.done
  } catch (error) {
    tellFailure(context, input, error)
    return exits.someFailed
  }
}

/** An earlier result of ours may be replaced; any other file may be somebody's only print of a picture. */
async function refuseForeign(file: string): Promise<void> {
  const exists = await access(file).then(
    () => true,
    () => false,
  )
  if (exists && !(await isOwnWork(file)))
    throw new AppError('would-overwrite', `"${file}" exists and was not made by Daguerre: choose another name.`, {
      file,
    })
}

function recipeOf(operation: Operation, params: Record<string, unknown>, model: string | undefined): Recipe {
  const fitting = operation.modelsFor?.(params) ?? operation.models
  if (model !== undefined && !fitting.includes(model))
    throw usageError(`--model: with these parameters ${operation.id} runs on ${fitting.join(', ')}, not on "${model}".`)
  const step = { operation: operation.id, version: operation.version, enabled: true, params, models: [] }
  return { version: 1, name: operation.id, steps: [step] }
}

function firstIssue(issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]): string {
  const issue = issues[0]
  return issue ? `--${issue.path.join('.')}: ${issue.message}.` : 'The parameters do not fit.'
}
