import { resolve } from 'node:path'
import type { Command } from 'commander'
import { builtInModels } from '../../engine/built-in-models.ts'
import { installedModels } from '../../engine/catalog/library.ts'
import { readModelCatalog } from '../../engine/models/catalog-file.ts'
import { createModelLibrary, type ModelLibrary } from '../../engine/models/library.ts'
import { codeOf } from '../../shared/errors.ts'
import type { ModelCard } from '../../shared/model-card.ts'
import type { InstallProgress, ModelEntry } from '../../shared/models.ts'
import { type Context, contextOf } from '../context.ts'
import { exits, sentenceOf } from '../exit.ts'
import { libraryFolder } from '../library.ts'

interface Options {
  readonly catalog?: string
  readonly id?: string
}

export function addModels(program: Command): void {
  const models = program.command('models').description('The models: what they are for, and how to get more.')
  const json = '--json'
  const catalog = ['--catalog <file>', 'another list of models that can be had, in place of ours'] as const
  models
    .command('list')
    .description('All models: those inside, those you installed, those that can be had.')
    .option(json, 'one JSON object per model')
    .option(...catalog)
    .action((options: Options, command: Command) => list(options, contextOf(command)))
  models
    .command('show')
    .description('Everything that is known of a model.')
    .argument('<id>')
    .option(json, 'as JSON')
    .option(...catalog)
    .action((id: string, options: Options, command: Command) => show(id, options, contextOf(command)))
  models
    .command('install')
    .description(
      'Download models from their authors, check them and make them ready. The only command that goes online.',
    )
    .argument('<ids...>')
    .option(json, 'one JSON object per model')
    .option(...catalog)
    .action(async (ids: string[], options: Options, command: Command) => {
      process.exitCode = await eachModel(ids, contextOf(command), options, (library, id, work) =>
        library.install(id, work),
      )
    })
  models
    .command('remove')
    .description('Delete models that you installed.')
    .argument('<ids...>')
    .option(json, 'one JSON object per model')
    .action(async (ids: string[], options: Options, command: Command) => {
      process.exitCode = await eachModel(ids, contextOf(command), options, async (library, id) => {
        await library.remove(id)
        return undefined
      })
    })
  models
    .command('import')
    .description('Take a model file of yours: .onnx, .pth, .safetensors, or the .param and .bin of ncnn together.')
    .argument('<files...>')
    .option('--id <id>', 'name for it: small letters, digits, hyphens')
    .option(json, 'one JSON object')
    .action(async (files: string[], options: Options, command: Command) => {
      const paths = files.map((file) => resolve(file))
      process.exitCode = await eachModel([files.join(' ')], contextOf(command), options, (library, _, work) =>
        library.importFiles(paths, options.id, work),
      )
    })
}

async function libraryOf({ catalog }: Options, context: Context): Promise<ModelLibrary> {
  const store = installedModels(await libraryFolder(context))
  return createModelLibrary({ builtIn: [builtInModels()], store, catalog: readModelCatalog(catalog) })
}

async function list(options: Options, context: Context): Promise<void> {
  for (const entry of await (await libraryOf(options, context)).list()) {
    context.voice.record(entry)
    const licence = entry.licence.nonCommercial ? `${entry.licence.name} (not for commercial use)` : entry.licence.name
    context.voice.say(
      `${entry.id.padEnd(28)} ${entry.state.padEnd(10)} ${size(entry.bytes).padStart(8)}  ${entry.task.padEnd(13)} ${licence}`,
    )
  }
}

async function show(id: string, options: Options, context: Context): Promise<void> {
  const entry = await (await libraryOf(options, context)).show(id)
  // The card tells more than a row of the list: how it was trained, what it reaches.
  const card = (await context.models()).list().find((known) => known.id === id)
  context.voice.record(card ?? entry)
  for (const line of [...describe(entry), ...(card ? describeCard(card) : [])]) context.voice.say(line)
}

const size = (bytes: number | null) =>
  bytes === null ? '' : bytes < 1e6 ? `${(bytes / 1e3).toFixed(0)} kB` : `${(bytes / 1e6).toFixed(1)} MB`

const sentence = (label: string, parts: readonly string[]): string[] =>
  parts.length === 0 ? [] : [`${label}: ${parts.join('; ')}`]

function describe(entry: ModelEntry): string[] {
  const { licence } = entry
  const facts = [
    entry.architecture,
    entry.parameters === null ? '' : `${entry.parameters} parameters`,
    size(entry.bytes),
  ]
  return [
    `${entry.name} (${entry.id}, ${entry.state})`,
    `for: ${entry.task}${entry.usable ? '' : ', which no step of this version does'}`,
    facts.filter(Boolean).join(', '),
    `licence: ${licence.name}${licence.nonCommercial ? ', not for commercial use' : ''}`,
    ...sentence('licence note', licence.note ? [licence.note.en] : []),
    ...sentence('sha256', entry.sha256 === null ? [] : [entry.sha256]),
    ...sentence('checksum stated by', entry.sumStatedBy === null ? [] : [entry.sumStatedBy]),
    ...entry.files.map((file) => `made of: ${file.name}, sha256 ${file.sha256}`),
    ...sentence('authors', entry.page === null ? [] : [entry.page]),
    ...sentence('by hand', entry.byHand === null ? [] : [entry.byHand.en]),
    ...sentence(
      'good for',
      entry.goodFor.map(({ en }) => en),
    ),
    ...sentence('limits', entry.limits),
  ]
}

function describeCard({ metrics, training, scale, receptiveField, multiple }: ModelCard): string[] {
  const measured = Object.entries(metrics).map(([set, values]) => {
    const figures = Object.entries(values).map(([name, value]) => `${name} ${value}`)
    return `  ${set.padEnd(12)} ${figures.join(', ')}`
  })
  return [
    `x${scale}, looks ${receptiveField} pixels far, sides multiples of ${multiple}`,
    ...(measured.length > 0 ? ['measured:', ...measured] : []),
    ...sentence(
      'trained on',
      training.data.map((data) => `${data.name} (${data.licence})`),
    ),
  ]
}

type ModelWork = (
  library: ModelLibrary,
  id: string,
  work: { signal: AbortSignal; onProgress: (progress: InstallProgress) => void },
) => Promise<ModelCard | undefined>

/** One after another; a failure of one does not touch the others. */
async function eachModel(ids: readonly string[], context: Context, options: Options, work: ModelWork): Promise<number> {
  const library = await libraryOf(options, context)
  const aborter = new AbortController()
  process.once('SIGINT', () => aborter.abort())
  let failures = 0
  for (const id of ids) {
    const onProgress = ({ stage, fraction }: InstallProgress) => context.voice.progress(`${id} (${stage})`, fraction)
    try {
      const card = await work(library, id, { signal: aborter.signal, onProgress })
      context.voice.record({ id: card?.id ?? id, ok: true, ...(card && { card }) })
      context.voice.say(card ? `${card.id} is ready: ${card.architecture}, sha256 ${card.sha256}` : `${id} is removed.`)
    } catch (error) {
      failures++
      context.voice.record({ id, ok: false, error: { code: codeOf(error), message: sentenceOf(error) } })
      context.voice.complain(sentenceOf(error))
    }
  }
  return failures > 0 ? exits.someFailed : exits.done
}
