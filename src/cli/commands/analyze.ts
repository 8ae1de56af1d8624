import type { Command } from 'commander'
import { analyzeFile } from '../../engine/analysis/analyze.ts'
import { analyzeFilm } from '../../engine/film/analysis/analyze-film.ts'
import { isFilm } from '../../engine/film/is-film.ts'
import { createSessionPool } from '../../engine/inference/session-pool.ts'
import { type Context, contextOf } from '../context.ts'
import { usageError } from '../exit.ts'
import { expandInputs } from '../inputs.ts'
import { eachInput } from '../tell.ts'

export function addAnalyze(program: Command): void {
  program
    .command('analyze')
    .description('Say what a picture or a film suffers from and which recipe would help, with reasons.')
    .argument('<inputs...>', 'photos, films and folders')
    .option('--json', 'one JSON object per input on stdout')
    .action(async (named: string[], _options: unknown, command: Command) => {
      process.exitCode = await analyze(named, contextOf(command))
    })
}

async function analyze(named: string[], context: Context): Promise<number> {
  const inputs = await expandInputs(named)
  if (inputs.length === 0) throw usageError('There are no pictures in the folders you named.')
  const models = await context.models()
  const sessions = createSessionPool(models, context)
  const exit = await eachInput(context, inputs, 'looked at', async (input) => {
    const analysis = (await isFilm(input.file))
      ? await analyzeFilm(context.films(), input.file)
      : await analyzeFile(input.file, { models, sessions, faces: true })
    context.voice.record({ input: input.shown, ...analysis })
    context.voice.say(`${input.shown}  ${analysis.width}x${analysis.height}`)
    for (const finding of analysis.findings) context.voice.say(`  ${finding.text}`)
    const steps = analysis.recipe.steps.map((step) => step.operation).join(', ')
    context.voice.say(`  proposed: ${steps || 'nothing'}`)
  })
  await sessions.release()
  return exit
}
