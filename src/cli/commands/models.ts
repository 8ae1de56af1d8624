import type { Command } from 'commander'
import { AppError } from '../../shared/errors.ts'
import type { ModelCard } from '../../shared/model-card.ts'
import { type Context, contextOf } from '../context.ts'

export function addModels(program: Command): void {
  const models = program.command('models').description('The models inside: what they are for and what they reach.')
  models
    .command('list')
    .description('All models.')
    .option('--json', 'one JSON object per model')
    .action((_options: unknown, command: Command) => list(contextOf(command)))
  models
    .command('show')
    .description('Everything a model tells of itself.')
    .argument('<id>')
    .option('--json', 'the card as JSON')
    .action((id: string, _options: unknown, command: Command) => show(id, contextOf(command)))
}

function list(context: Context): void {
  for (const card of context.models().list()) {
    context.voice.record(card)
    context.voice.say(`${card.id.padEnd(24)} ${size(card.bytes).padStart(8)}  ${card.licence.padEnd(6)} ${card.name}`)
  }
}

function show(id: string, context: Context): void {
  const card = context
    .models()
    .list()
    .find((known) => known.id === id)
  if (!card) throw new AppError('not-found', `There is no model called "${id}": see "daguerre models list".`, { id })
  context.voice.record(card)
  for (const line of describe(card)) context.voice.say(line)
}

const size = (bytes: number) => `${(bytes / 1024).toFixed(0)} KiB`

function describe(card: ModelCard): string[] {
  const metrics = Object.entries(card.metrics).map(
    ([set, values]) =>
      `  ${set.padEnd(12)} ${Object.entries(values)
        .map(([name, value]) => `${name} ${value}`)
        .join(', ')}`,
  )
  return [
    `${card.name} (${card.id}, version ${card.version})`,
    `${card.architecture}; ${card.parameters} parameters, ${size(card.bytes)}, licence ${card.licence}`,
    `sha256 ${card.sha256}`,
    `good for: ${card.goodFor.join('; ')}`,
    `limits: ${card.limits.join('; ')}`,
    'measured:',
    ...metrics,
    `trained on: ${card.training.data.map((data) => `${data.name} (${data.licence})`).join(', ')}`,
  ]
}
