import { z } from 'zod'
import type { FrameLight, FrameMotion, Shot } from '../../operations/define.ts'
import { globalMotion, still } from '../../operations/support/global-motion.ts'
import type { Raster } from '../../shared/image/raster.ts'
import type { FilmStep } from '../pipeline/resolve.ts'
import { CutFinder } from './cuts.ts'
import { numberOf } from './facts.ts'
import { openSource, type SourceOrder } from './film-source.ts'
import { type Look, lookAt } from './light.ts'
import { isRepeat } from './repeats.ts'
import { rasterOfSamples } from './samples.ts'
import type { Scratch } from './scratch.ts'
import type { DecodedFrame, FilmTools } from './tools/film-tools.ts'

/** One shot as it is kept: where it is and what every step decided for it. */
const shotRecord = z.strictObject({
  first: z.int(),
  /** Of every frame, microseconds since the first of the film. */
  times: z.array(z.int()),
  /** Seconds in the file of the first frame; null where times cannot be trusted to find it again. */
  place: z.number().nullable(),
  /** The same of the frame after it. */
  next: z.number().nullable(),
  /** Seconds in the file of the first frame of the film. */
  origin: z.number(),
  /** Places in the shot of frames that show the one before them once more. */
  repeats: z.array(z.int()).default([]),
  /** By step; null where it decided nothing. */
  plans: z.array(z.unknown()),
})
export type ShotRecord = z.output<typeof shotRecord>
const entry = z.union([shotRecord, z.strictObject({ end: z.literal(true) })])

export interface Survey {
  readonly shots: readonly ShotRecord[]
  readonly frames: number
  /** Seconds in the file of the first frame. */
  readonly origin: number
}

/** Longest side of the small frames everything is measured on. */
const SMALL = 256
/** Frames kept of a shot for its statistics: between half of it and all. */
const SAMPLES = 8

export interface SurveyOptions {
  readonly tools: FilmTools
  readonly source: SourceOrder
  readonly steps: readonly FilmStep[]
  readonly scratch: Scratch
  /** Called for every frame; throws to stop. */
  readonly onFrame: (index: number) => void
}

/**
 * Goes through a film once, small: finds its shots and the time of every frame, and lets every step decide for each
 * shot. What is known is written down shot by shot, so that it is not looked for again after an interruption.
 */
export async function surveyFilm(options: SurveyOptions): Promise<Survey> {
  const known = await resume(options.scratch)
  if (known.ended) return known
  const { track } = options.source
  const small = smallSize(track)
  const order: SourceOrder = { ...options.source, size: small, depth: 8 }
  const opened = await openSource(options.tools, order, { index: known.frames, time: known.place ?? undefined })
  const work = new Surveyor(options, small, known)
  for await (const frame of opened.frames) {
    options.onFrame(work.frames)
    await work.take(frame)
  }
  return work.end()
}

export function smallSize({ width, height }: { width: number; height: number }) {
  const part = Math.min(1, SMALL / Math.max(width, height))
  return { width: Math.max(2, Math.round(width * part)), height: Math.max(2, Math.round(height * part)) }
}

interface Known extends Survey {
  readonly ended: boolean
  /** Seconds in the file of the frame to go on with. */
  readonly place: number | null
}

async function resume(scratch: Scratch): Promise<Known> {
  const entries = (await scratch.readLog()).map((each) => entry.parse(each))
  const shots = entries.filter((each) => 'times' in each)
  const last = shots.at(-1)
  return {
    shots,
    frames: last ? last.first + last.times.length : 0,
    origin: last?.origin ?? 0,
    ended: entries.some((each) => 'end' in each),
    place: last?.next ?? null,
  }
}

class Surveyor {
  readonly #options: SurveyOptions
  readonly #size: { readonly width: number; readonly height: number }
  readonly #shots: ShotRecord[]
  readonly #cuts = new CutFinder()
  readonly #usual: number
  readonly #wantsMotion: boolean
  #origin: number | undefined
  #last = Number.NEGATIVE_INFINITY
  /** False once a time had to be made up: then frames are found by counting alone. */
  #sure = true
  #shot: OpenShot | undefined
  #before: Look | undefined
  frames: number

  constructor(options: SurveyOptions, size: { width: number; height: number }, known: Known) {
    this.#options = options
    this.#size = size
    this.#shots = [...known.shots]
    this.frames = known.frames
    this.#origin = known.frames > 0 ? known.origin : undefined
    this.#sure = known.frames === 0 || known.place !== null
    const lastTime = known.shots.at(-1)?.times.at(-1)
    if (lastTime !== undefined) this.#last = lastTime
    const rate = numberOf(options.source.track.fps) * (options.source.fields?.rate === 'field' ? 2 : 1)
    this.#usual = Math.round(1e6 / rate)
    this.#wantsMotion = options.steps.some(({ work }) => work.needsMotion)
  }

  async take({ samples, time }: DecodedFrame): Promise<void> {
    const { width, height } = this.#size
    const look = lookAt(samples, width, height)
    const at = this.#timeOf(time)
    const place = this.#sure ? (time ?? null) : null
    if (this.#cuts.isCut(look.grid)) await this.#close(place)
    this.#shot ??= { first: this.frames, place, ...emptyShot() }
    const shot = this.#shot
    if (this.#wantsMotion) shot.motion.push(this.#motion(look, shot.times.length === 0))
    keepSample(shot, () => rasterOfSamples(samples, width, height, 8))
    if (shot.times.length > 0 && this.#before && isRepeat(this.#before.luma, look.luma, width))
      shot.repeats.push(shot.times.length)
    shot.times.push(at)
    shot.light.push(look.light)
    this.#before = look
    this.frames++
  }

  /** Microseconds since the first frame, always later than the frame before. */
  #timeOf(time: number | undefined): number {
    this.#origin ??= time ?? 0
    const told = time === undefined ? Number.NaN : Math.round((time - this.#origin) * 1e6)
    const isLater = told > this.#last
    if (!isLater) this.#sure = false
    const at = isLater ? told : Number.isFinite(this.#last) ? this.#last + this.#usual : 0
    this.#last = at
    return at
  }

  #motion(now: Look, isFirst: boolean): FrameMotion {
    if (isFirst || !this.#before) return still
    const frame = (look: Look) => ({ ...this.#size, data: look.luma })
    return globalMotion(frame(this.#before), frame(now))
  }

  async #close(next: number | null): Promise<void> {
    const open = this.#shot
    if (!open) return
    this.#shot = undefined
    const { first, place, times, repeats, light, motion, samples } = open
    const shot: Shot = { first, frames: times.length, light, motion, samples: samples.map(({ raster }) => raster) }
    const plans = this.#options.steps.map(({ work, params }) => work.plan?.(shot, params) ?? null)
    // As it will be read after an interruption, so that both ways give the same film.
    const kept = { first, times, repeats, place, next, origin: this.#origin ?? 0, plans }
    const record = shotRecord.parse(JSON.parse(JSON.stringify(kept)))
    this.#shots.push(record)
    await this.#options.scratch.log(record)
  }

  async end(): Promise<Survey> {
    await this.#close(null)
    await this.#options.scratch.log({ end: true })
    return { shots: this.#shots, frames: this.frames, origin: this.#origin ?? 0 }
  }
}

interface OpenShot {
  readonly first: number
  readonly place: number | null
  readonly times: number[]
  readonly repeats: number[]
  readonly light: FrameLight[]
  readonly motion: FrameMotion[]
  samples: { readonly at: number; readonly raster: Raster }[]
  /** Every so many frames one is kept. */
  stride: number
}
const emptyShot = () => ({ times: [], repeats: [], light: [], motion: [], samples: [], stride: 1 })

/** Evenly spread however long the shot gets: when there are too many, every second is let go. */
function keepSample(shot: OpenShot, make: () => Raster): void {
  const at = shot.times.length
  if (at % shot.stride !== 0) return
  shot.samples.push({ at, raster: make() })
  if (shot.samples.length < SAMPLES) return
  shot.stride *= 2
  shot.samples = shot.samples.filter((sample) => sample.at % shot.stride === 0)
}
