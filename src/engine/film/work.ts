import { z } from 'zod'
import { AppError } from '../../shared/errors.ts'
import { type Raster, toFloats } from '../../shared/image/raster.ts'
import type { SessionPool } from '../inference/session-pool.ts'
import { createRunContext } from '../pipeline/context.ts'
import { measureFidelity } from '../pipeline/fidelity.ts'
import { INVENTED } from '../pipeline/invention.ts'
import type { FilmStep } from '../pipeline/resolve.ts'
import type { FilmCodec } from './arguments/encode.ts'
import { framesBetween } from './between.ts'
import { type ChainLink, chain, framesFrom, reachOf } from './chain.ts'
import type { Ratio } from './facts.ts'
import { readingFailure, requireWanted, writingFailure } from './failures.ts'
import { openSource, type SourceOrder } from './film-source.ts'
import { HandingOver } from './handing-over.ts'
import type { Piece } from './pieces.ts'
import { evenSize, rasterOfSamples, samplesOfRaster } from './samples.ts'
import { LEAST_FREE, type Scratch } from './scratch.ts'
import type { ShotRecord, Survey } from './survey.ts'
import type { Timeline } from './timeline.ts'
import type { FilmTools } from './tools/film-tools.ts'

/** Noted beside every finished piece. */
const pieceFacts = z.strictObject({
  frames: z.int(),
  /** Sum over frames of the share of each that was invented, 0..1. */
  invented: z.number(),
  /** dB of the frame in the middle; null when it cannot be told. */
  fidelity: z.number().nullable(),
  seconds: z.number(),
})
export type PieceFacts = z.output<typeof pieceFacts>

export interface FilmWorkOptions {
  readonly tools: FilmTools
  readonly source: SourceOrder
  readonly steps: readonly FilmStep[]
  readonly survey: Survey
  /** The frames of the result; `pieces` counts these. */
  readonly timeline: Timeline
  readonly pieces: readonly Piece[]
  readonly scratch: Scratch
  readonly sessions: SessionPool
  readonly codec: FilmCodec
  readonly pixelAspect: Ratio
  readonly depth: 8 | 16
  readonly threads: number
  readonly frameSeconds: number
  readonly cancelled: () => boolean
  /** @param done frames of the film that are finished @param stage operation that took longest lately */
  readonly onFrame: (done: number, stage: string) => void
  readonly log?: ((message: string) => void) | undefined
}

/**
 * Makes all pieces that are not finished yet. Decoder, work and encoder run at the same time, a few frames apart;
 * memory holds the frames the steps look at, however long the film is.
 */
export async function workOnPieces(options: FilmWorkOptions): Promise<PieceFacts[]> {
  const { pieces, scratch } = options
  const done: PieceFacts[] = []
  for (const index of pieces.keys()) {
    const facts = await scratch.pieceFacts(index)
    if (facts === undefined) break
    done.push(pieceFacts.parse(facts))
  }
  const rest = pieces.slice(done.length)
  const [first] = rest
  if (!first) return done
  const room = await openWorkroom(options, done.length, first)
  try {
    for (const piece of rest) done.push(await makePiece(options, room, piece, done.length))
  } catch (error) {
    throw readingFailure(error, options.source.file)
  } finally {
    await room.close()
  }
  return done
}

interface Workroom {
  /** Frames of the result. */
  readonly result: { get(index: number): Promise<Raster> }
  /** What the result must stay true to: frames of the film, after turning, cropping and steadying. */
  readonly scan: { get(index: number): Promise<Raster> }
  readonly busiest: () => string
  /** Share of a frame of the result that was invented; forgotten once it is asked for. */
  readonly inventedIn: (index: number) => number
  /** What the frames before a piece leave for it, by the place of the step that carries it. */
  readonly carriedTo: (piece: Piece) => Promise<ReadonlyMap<number, Uint8Array>>
  close(): Promise<void>
}

/** Opens the film where the first piece begins, with the frames before it that the steps look at. */
async function openWorkroom(options: FilmWorkOptions, at: number, piece: Piece): Promise<Workroom> {
  const { survey, steps, source, timeline } = options
  const shotOf = shotFinder(survey.shots)
  const spent = steps.map(() => 0)
  const invented = new Map<number, number>()
  const contextFor = ({ seed }: FilmStep) =>
    createRunContext({
      sessions: options.sessions,
      cancelled: options.cancelled,
      progress: () => undefined,
      seed,
      ...(options.log && { log: options.log }),
    })
  const spend = (i: number, seconds: number) => {
    spent[i] = (spent[i] ?? 0) + seconds
  }
  const last = steps.findIndex(({ work }) => work.between)
  const between = steps[last]?.work.between
  // Frames between need the next one at least.
  const ahead = between?.reach(steps[last]?.params ?? {}) ?? 0
  const radii = steps.map(({ work, params }) => ({ radius: work.radius(params) }))
  const handing = new HandingOver(timeline, shotOf, (place) => reachOf(radii.slice(place + 1)) + ahead)
  const known = await options.scratch.carriedTo(at)
  const links = steps.map(
    (step, i): ChainLink => ({
      step,
      place: i,
      radius: radii[i]?.radius ?? 0,
      context: contextFor(step),
      carrying: step.work.carries?.(step.params) ? handing.of(i, options.pieces.slice(at), known.get(i)) : undefined,
      onFrame: (frame, seconds, map) => {
        spend(i, seconds)
        if (map) invented.set(frame, Math.max(invented.get(frame) ?? 0, inventedShare(map)))
      },
    }),
  )
  const reach = reachOf(links) + ahead
  const { index } = timeline.originOf(piece.first)
  const shot = shotOf(index)
  const first = Math.max(shot.first, index - reach)
  const time = shot.place === null ? undefined : survey.origin + (shot.times[first - shot.first] as number) / 1e6
  const opened = await openSource(options.tools, source, { index: first, time })
  const size = source.size ?? source.track
  async function* rasters() {
    for await (const { samples } of opened.frames) yield rasterOfSamples(samples, size.width, size.height, source.depth)
  }
  const stream = rasters()
  // What comes later is compared with the frame as it is after this.
  const moved = steps.findLastIndex(({ operation: { stage } }) => stage === 'geometry' || stage === 'stabilise') + 1
  const later = links.slice(moved)
  const scan = chain(framesFrom(stream, first, reach), links.slice(0, moved), shotOf, reachOf(later) + ahead)
  const worked = chain(scan, later, shotOf, ahead)
  return {
    scan,
    result: between
      ? framesBetween(worked, timeline, {
          between,
          params: (steps[last] as FilmStep).params,
          context: contextFor(steps[last] as FilmStep),
          onFrame: (seconds) => spend(last, seconds),
        })
      : worked,
    busiest: () => steps[spent.indexOf(Math.max(...spent))]?.operation.id ?? 'save',
    inventedIn: (at) => {
      const { index, part } = timeline.originOf(at)
      if (part > 0) return 1
      const share = invented.get(index) ?? 0
      invented.delete(index)
      return share
    },
    carriedTo: (piece) => handing.over(piece, worked.carried),
    close: async () => void (await stream.return(undefined)),
  }
}

function shotFinder(shots: readonly ShotRecord[]): (index: number) => ShotRecord {
  let at = 0
  return (index) => {
    while (at > 0 && index < (shots[at]?.first ?? 0)) at--
    while (index >= (shots[at + 1]?.first ?? Number.POSITIVE_INFINITY)) at++
    return shots[at] as ShotRecord
  }
}

async function makePiece(options: FilmWorkOptions, room: Workroom, piece: Piece, index: number): Promise<PieceFacts> {
  const { scratch, tools, timeline } = options
  await requireRoom(scratch)
  const started = performance.now()
  const timeOf = (frame: number) => timeline.timeOf(frame) / 1e6
  const begin = timeOf(piece.first)
  const head = await room.result.get(piece.first)
  const { width, height } = evenSize(head)
  const { codec, pixelAspect, depth, threads, frameSeconds, source } = options
  const writer = await tools.encode(
    { file: scratch.draft(index), codec, track: source.track, pixelAspect, depth, threads },
    { width, height, depth, frameSeconds },
  )
  let [fidelity, invented]: [number | null, number] = [null, 0]
  try {
    for (let i = 0; i < piece.frames; i++) {
      requireWanted(options.cancelled)
      const frame = piece.first + i
      const image = await room.result.get(frame)
      const { index: shown, part } = timeline.originOf(frame)
      // The first frame of the film itself in the second half.
      if (fidelity === null && part === 0 && i >= piece.frames >> 1)
        fidelity = await closeness(await room.scan.get(shown), image, options)
      await writer.write(samplesOfRaster(image, depth), timeOf(frame) - begin)
      invented += room.inventedIn(frame)
      options.onFrame(frame + 1, room.busiest())
    }
    await writer.finish()
  } catch (error) {
    await writer.abort()
    throw writingFailure(error, scratch.draft(index))
  }
  const seconds = (performance.now() - started) / 1000
  const facts: PieceFacts = { frames: piece.frames, invented, fidelity, seconds }
  const next = options.pieces[index + 1]
  const carried = next && (await room.carriedTo(next))
  // Before the piece counts as finished: whoever begins at the next one finds what it needs.
  if (carried && carried.size > 0) await scratch.carry(index + 1, carried)
  await scratch.finishPiece(index, facts)
  return facts
}

/** Pauses here rather than filling the disk: what is finished stays, and the work goes on when there is room. */
async function requireRoom(scratch: Scratch): Promise<void> {
  if ((await scratch.free()) >= LEAST_FREE) return
  throw new AppError('disk-full', 'The disk is nearly full: the film is kept as far as it is finished.')
}

async function closeness(scan: Raster, image: Raster, { cancelled }: FilmWorkOptions): Promise<number | null> {
  const pause = async () => requireWanted(cancelled)
  return (await measureFidelity(scan, image, undefined, { pause })) ?? null
}

/** Share of a frame that was invented, 0..1. */
function inventedShare(map: Raster): number {
  const values = toFloats(map)
  return values.reduce((sum, value) => sum + (value > INVENTED ? 1 : 0), 0) / values.length
}
