import { stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, resolve } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import { version } from '../../shared/version.ts'
import { createSessionPool } from '../inference/session-pool.ts'
import { readingFailure, requireWanted } from './failures.ts'
import { commentFor, type FilmReport, notesOn, reportOf } from './film-report.ts'
import { finishFilm } from './finish-film.ts'
import { type Piece, planPieces } from './pieces.ts'
import { type FilmPlan, planFilm, type RestoreFilmOptions } from './plan-film.ts'
import { filmProgress } from './progress.ts'
import { evenSize } from './samples.ts'
import { chooseScratch, LEAST_FREE, openScratch, type Scratch, scratchName } from './scratch.ts'
import { type Survey, surveyFilm } from './survey.ts'
import { type Timeline, timelineOf } from './timeline.ts'
import { type PieceFacts, workOnPieces } from './work.ts'

/**
 * Restores a film: looks at it once (cuts, times, what every step decides), works on it piece by piece, and joins the
 * pieces with everything else the file held. What is finished stays in the scratch folder until the film is complete:
 * the same call after a crash goes on there and gives the same file.
 * @throws AppError of the media layer, `cancelled`, `disk-full`, `environment-lacks`
 */
export async function restoreFilm(options: RestoreFilmOptions): Promise<FilmReport> {
  const started = performance.now()
  options.onProgress({ stage: 'open', fraction: 0 })
  const plan = await planFilm(options)
  const scratch = await openScratchFor(plan)
  const progress = filmProgress(options.onProgress, plan.estimate.frames)
  const survey = await look(plan, scratch, progress.looked)
  const timeline = timelineOf(survey, plan.steps, plan.sourceSeconds)
  const pieces = planPieces(timeline.shots, 1 / plan.frameSeconds, plan.estimate.secondsPerFrame, options.pieceSeconds)
  const { facts: made, resumedAt } = await work(plan, scratch, { survey, timeline, pieces }, progress.worked)
  options.onProgress({ stage: 'save', fraction: progress.saving })
  const share = made.reduce((sum, { invented }) => sum + invented, 0) / Math.max(1, timeline.frames)
  const { size, tracks, frameSeconds, container, facts, tools } = plan
  await finishFilm({
    tools,
    input: options.input,
    output: options.output,
    overwrite: options.overwrite ?? false,
    facts,
    origin: survey.origin,
    timeline,
    pieces,
    scratch,
    container,
    tracks,
    comment: commentFor(plan, share),
    size: evenSize(size),
    frameSeconds,
    part: plan.recipe.part,
    stretch: plan.pace.stretch,
  })
  const notes = [...plan.notes, ...tracks.notes, ...notesOn(plan, survey)]
  const report = await reportOf(plan, timeline, made, { share, resumedAt, notes, started })
  await scratch.remove()
  options.onProgress({ stage: 'save', fraction: 1 })
  return report
}

async function openScratchFor({
  options,
  tools,
  recipe,
  codec,
  container,
  threads,
  estimate,
}: FilmPlan): Promise<Scratch> {
  const { input, inputSha256, output } = options
  const { size, mtimeMs } = await stat(input)
  const film = inputSha256 ?? { path: resolve(input), size, mtimeMs }
  const { version: ffmpeg } = await tools.capabilities()
  const order = { film, recipe, codec, container, threads, version, ffmpeg }
  const name = options.scratchName ?? scratchName(order)
  const places = options.scratchPlaces ?? [dirname(resolve(output)), tmpdir()]
  const scratch = await openScratch(await chooseScratch(places, name, estimate.bytes + LEAST_FREE))
  if ((await scratch.free()) < LEAST_FREE) {
    const message = `There is too little room to work on this film: about ${Math.ceil(estimate.bytes / 1e6)} MB are needed.`
    throw new AppError('disk-full', message, { megabytes: Math.ceil(estimate.bytes / 1e6) })
  }
  return scratch
}

async function look(plan: FilmPlan, scratch: Scratch, onFrame: (index: number) => void): Promise<Survey> {
  const { tools, source, steps, options } = plan
  const survey = await surveyFilm({
    tools,
    source,
    steps,
    scratch,
    onFrame: (index) => {
      requireWanted(options.cancelled)
      onFrame(index)
    },
  }).catch((error: unknown) => {
    throw readingFailure(error, options.input)
  })
  if (survey.frames > 0) return survey
  if (source.part) throw new AppError('invalid-input', 'The film has no frame in the part that was chosen.')
  throw new AppError('file-unreadable', 'The film holds not one frame that can be read.')
}

/** What is known of a film once it was looked at. */
interface Laid {
  readonly survey: Survey
  readonly timeline: Timeline
  readonly pieces: readonly Piece[]
}

async function work(
  plan: FilmPlan,
  scratch: Scratch,
  { survey, timeline, pieces }: Laid,
  onFrame: (done: number, frames: number, stage: string) => void,
): Promise<{ readonly facts: readonly PieceFacts[]; readonly resumedAt: number }> {
  const { tools, source, steps, options, codec, pixelAspect, threads, frameSeconds } = plan
  const sessions = options.sessions ?? createSessionPool(options.models, options)
  let resumedAt: number | undefined
  try {
    const facts = await workOnPieces({
      tools,
      source,
      steps,
      survey,
      timeline,
      pieces,
      scratch,
      sessions,
      codec,
      pixelAspect,
      depth: source.depth,
      threads,
      frameSeconds,
      cancelled: options.cancelled,
      log: options.log,
      onFrame: (done, stage) => {
        resumedAt ??= done - 1
        onFrame(done, timeline.frames, stage)
      },
    })
    return { facts, resumedAt: resumedAt ?? timeline.frames }
  } finally {
    if (!options.sessions) await sessions.release()
  }
}
