import type { Fields } from '../../operations/define.ts'
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
    if (found) return found
  }
  const decoding = await decode(tools, order)
  return { frames: skip(decoding.frames, at.index), decoding }
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
