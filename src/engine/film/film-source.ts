import type { Fields } from '../../operations/define.ts'
import { AppError } from '../../shared/errors.ts'
import type { FilmPart } from '../../shared/recipe.ts'
import type { PictureTrack } from './facts.ts'
import type { DecodedFrame, Decoding, FilmTools } from './tools/film-tools.ts'

/** How a film is decoded, always alike: only then do frames counted once mean the same frames later. */
export interface SourceOrder {
  readonly file: string
  readonly track: PictureTrack
  /** Seconds of the file's earliest time. */
  readonly start: number
  readonly size?: { readonly width: number; readonly height: number } | undefined
  readonly depth: 8 | 16
  readonly fields?: Fields | undefined
  /** All there is, when left out; places count from its beginning. */
  readonly part?: FilmPart | undefined
}

/** Where a frame is: its place, and its time in the file where that is sure. */
export interface Position {
  readonly index: number
  readonly time: number | undefined
}

export interface OpenSource {
  /** The frame at the position, then all that follow. */
  readonly frames: AsyncGenerator<DecodedFrame>
  readonly decoding: Decoding
}

/** Frames decoded before the one that is wanted: the deinterlacer looks back, and streams begin badly. */
const RUN_UP_SECONDS = 1
/** Times closer than this are the same: a frame lasts longer. */
const SAME_TIME = 0.0005

/** Opens a film at a frame: by seeking where its times allow, else by decoding all that comes before. */
export async function openSource(tools: FilmTools, order: SourceOrder, at: Position): Promise<OpenSource> {
  if (at.index > 0 && at.time !== undefined) {
    const found = await seek(tools, order, at.time)
    if (found) return { ...found, frames: upTo(found.frames, order) }
  }
  const decoding = await decodeFromPart(tools, order)
  return { frames: skip(upTo(decoding.frames, order), at.index), decoding }
}

/** The film from the first frame of its part on: by seeking where that begins early enough, else from its start. */
async function decodeFromPart(tools: FilmTools, order: SourceOrder): Promise<Decoding> {
  const { part, start } = order
  if (!part || part.from === 0) return decode(tools, order)
  const begin = start + part.from - SAME_TIME
  const from = part.from - RUN_UP_SECONDS
  if (from > 0) {
    const decoding = await decode(tools, order, from)
    const first = await decoding.frames.next().catch(() => undefined)
    const time = first && !first.done ? first.value.time : undefined
    if (first && !first.done && time !== undefined && time < begin)
      return { ...decoding, frames: since(begin, startingWith(first.value, decoding.frames)) }
    await decoding.frames.return(undefined)
  }
  const decoding = await decode(tools, order)
  return { ...decoding, frames: since(begin, decoding.frames) }
}

async function* since(begin: number, frames: AsyncGenerator<DecodedFrame>): AsyncGenerator<DecodedFrame> {
  for await (const frame of frames) if (timeIn(frame) >= begin) yield frame
}

async function* upTo(frames: AsyncGenerator<DecodedFrame>, { part, start }: SourceOrder) {
  if (part?.to === undefined) return yield* frames
  const end = start + part.to - SAME_TIME
  for await (const frame of frames) {
    if (timeIn(frame) >= end) return
    yield frame
  }
}

/** A part is found by times; where a film has none, it cannot be cut. */
function timeIn({ time }: DecodedFrame): number {
  if (time !== undefined) return time
  throw new AppError('invalid-input', 'The frames of this film have no times: it can only be restored as a whole.')
}

const decode = (tools: FilmTools, { file, track, size, depth, fields }: SourceOrder, from?: number) =>
  tools.decode({
    file,
    track,
    depth,
    deinterlace: fields,
    ...(size && { size }),
    ...(from !== undefined && { from }),
  })

/** Undefined when the frame is not met where it should be: the file cannot seek, or its times change when it does. */
async function seek(tools: FilmTools, order: SourceOrder, time: number): Promise<OpenSource | undefined> {
  const from = time - order.start - RUN_UP_SECONDS
  if (from <= 0) return undefined
  const decoding = await decode(tools, order, from)
  const { frames } = decoding
  for (;;) {
    const next = await frames.next().catch(() => undefined)
    if (!next || next.done || next.value.time === undefined) break
    if (next.value.time < time - SAME_TIME) continue
    if (next.value.time > time + SAME_TIME) break
    return { frames: startingWith(next.value, frames), decoding }
  }
  await frames.return(undefined)
  return undefined
}

async function* startingWith(first: DecodedFrame, rest: AsyncGenerator<DecodedFrame>): AsyncGenerator<DecodedFrame> {
  try {
    yield first
    yield* rest
  } finally {
    await rest.return(undefined)
  }
}

async function* skip(frames: AsyncGenerator<DecodedFrame>, count: number): AsyncGenerator<DecodedFrame> {
  let passed = 0
  for await (const frame of frames) if (passed++ >= count) yield frame
}
