import { stat } from 'node:fs/promises'
import { hashFile } from '../media/picture-hash.ts'
import { provenanceSentence } from '../pipeline/provenance.ts'
import type { RestoreReport } from '../pipeline/restore-file.ts'
import type { FilmCodec } from './arguments/encode.ts'
import type { Container } from './arguments/join.ts'
import { secondsOf } from './estimate-film.ts'
import type { FilmPlan } from './plan-film.ts'
import { evenSize } from './samples.ts'
import type { Survey } from './survey.ts'
import type { Timeline } from './timeline.ts'
import type { PieceFacts } from './work.ts'

/** What came out, in the words of a picture's report, and what only films have. */
export interface FilmReport extends RestoreReport {
  readonly film: {
    readonly frames: number
    readonly shots: number
    readonly fps: number
    /** Length. */
    readonly seconds: number
    readonly container: Container
    readonly codec: FilmCodec
    /** Frames that an earlier attempt had finished. */
    readonly resumedAt: number
  }
}

/** For the file itself: what its own comment said, and what was done. */
export function commentFor({ facts, recipe }: FilmPlan, share: number): string {
  const own = facts.tags.comment ?? facts.tags.COMMENT
  const sentence = provenanceSentence(recipe, share)
  return own ? `${own} | ${sentence}` : sentence
}

/** What is different from the source without being damage. */
export function notesOn({ size, facts, sourceSeconds, recipe }: FilmPlan, survey: Survey): string[] {
  const notes: string[] = []
  const even = evenSize(size)
  if (even.width !== size.width || even.height !== size.height)
    notes.push(`Films have even sides: ${size.width} x ${size.height} became ${even.width} x ${even.height}.`)
  const whole = facts.picture.seconds
  const told = whole === undefined ? undefined : secondsOf(whole, recipe.part)
  const read = (survey.shots.at(-1)?.times.at(-1) ?? 0) / 1e6 + sourceSeconds
  if (told !== undefined && told - read > Math.max(1, 3 * sourceSeconds))
    notes.push(`The end of the film is damaged: ${(told - read).toFixed(1)} seconds could not be read.`)
  return notes
}

export interface Told {
  readonly share: number
  readonly resumedAt: number
  readonly notes: readonly string[]
  readonly started: number
}

export async function reportOf(
  plan: FilmPlan,
  timeline: Timeline,
  made: readonly PieceFacts[],
  told: Told,
): Promise<FilmReport> {
  const { options, recipe, size, container, codec, frameSeconds } = plan
  const { output, input } = options
  const models = recipe.steps.flatMap((step) => (step.enabled ? step.models.map(({ id }) => id) : []))
  const close = made.flatMap(({ fidelity }) => fidelity ?? [])
  const stillMoves = plan.steps.filter(({ operation }) => operation.invention !== 'none')
  return {
    input,
    output,
    ...evenSize(size),
    bytes: (await stat(output)).size,
    sha256: await hashFile(output),
    recipe,
    models: [...new Set(models)],
    imagined: [],
    fidelity: close.length > 0 ? close.reduce((sum, value) => sum + value, 0) / close.length : null,
    invention: {
      share: told.share,
      operations: told.share > 0 ? stillMoves.map(({ operation }) => operation.id) : [],
      map: null,
    },
    seconds: (performance.now() - told.started) / 1000,
    timings: { inference: 0, glue: 0, check: 0, open: 0, save: 0, steps: [] },
    notes: told.notes,
    film: {
      frames: timeline.frames,
      shots: timeline.shots.length,
      fps: 1 / frameSeconds,
      seconds: timeline.timeOf(timeline.frames - 1) / 1e6 + frameSeconds,
      container,
      codec,
      resumedAt: told.resumedAt,
    },
  }
}
