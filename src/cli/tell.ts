import type { FilmReport } from '../engine/film/film-report.ts'
import type { Progress } from '../engine/pipeline/restore.ts'
import type { RestoreReport } from '../engine/pipeline/restore-file.ts'
import { AppError, codeOf } from '../shared/errors.ts'
import type { Context } from './context.ts'
import { exits, sentenceOf } from './exit.ts'
import type { Input } from './inputs.ts'

export function tellResult(context: Context, input: Input, report: RestoreReport | FilmReport): void {
  context.voice.record({ input: input.shown, ok: true, ...recordOf(report) })
  const trueness = report.fidelity === null ? '' : `, fidelity ${report.fidelity.toFixed(1)} dB`
  context.voice.say(
    `${input.shown} -> ${report.output}  ${report.width}x${report.height}${lengthOf(report)}, ${report.seconds.toFixed(1)} s${trueness}`,
  )
  for (const note of report.notes) context.voice.note(`  ${note}`)
}

const lengthOf = (report: RestoreReport | FilmReport) =>
  'film' in report
    ? `, ${report.film.frames} frames (${(report.film.frames / report.seconds).toFixed(1)} a second)`
    : ''

const recordOf = (report: RestoreReport | FilmReport) => ({
  output: report.output,
  seconds: Math.round(report.seconds * 1000) / 1000,
  width: report.width,
  height: report.height,
  recipe: report.recipe,
  models: report.models,
  fidelity: report.fidelity,
  invention: report.invention,
  ...('film' in report && { film: report.film, notes: report.notes }),
})

/** Shows how far an input is; of a film also how quickly it goes. */
export const progressOf =
  (context: Context, label: string) =>
  ({ stage, fraction, framesPerSecond }: Progress): void => {
    const pace = framesPerSecond === undefined ? '' : `, ${framesPerSecond.toFixed(1)} frames/s`
    context.voice.progress(`${label} (${stage}${pace})`, fraction)
  }

export function tellFailure(context: Context, shown: string, error: unknown): void {
  const sentence = sentenceOf(error)
  context.voice.record({ input: shown, output: null, ok: false, error: sentence, code: codeOf(error) })
  context.voice.complain(`${shown}: ${sentence}`)
}

/**
 * Works through inputs one after another. One that fails is told and the others go on; after Ctrl+C every input that
 * was left is told, too, so that there is one record for each.
 * @param done what the work is called when it is done: "restored"
 */
export async function eachInput(
  context: Context,
  inputs: readonly Input[],
  done: string,
  work: (input: Input, label: string) => Promise<void>,
): Promise<number> {
  let [well, failed, left] = [0, 0, 0]
  for (const [index, input] of inputs.entries()) {
    try {
      if (context.cancelled()) throw new AppError('cancelled', 'This was cancelled before its turn.')
      await work(input, `${index + 1}/${inputs.length} ${input.shown}`)
      well++
    } catch (error) {
      if (codeOf(error) === 'cancelled') left++
      else failed++
      tellFailure(context, input.shown, error)
    }
  }
  context.voice.clear()
  const cancelled = left > 0 ? `, ${left} not done because it was cancelled` : ''
  if (!context.voice.json) context.voice.note(`${well} ${done}, ${failed} failed${cancelled}.`)
  return failed + left > 0 ? exits.someFailed : exits.done
}
