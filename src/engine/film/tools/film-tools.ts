import { basename } from 'node:path'
import { z } from 'zod'
import { AppError } from '../../../shared/errors.ts'
import { type DecodeOrder, decodeCommand, readShowInfo } from '../arguments/decode.ts'
import { type EncodeOrder, encodeCommand } from '../arguments/encode.ts'
import { type ConvertOrder, convertCommand } from '../arguments/export.ts'
import { type JoinOrder, joinCommand } from '../arguments/join.ts'
import { type StripOrder, stripCommand } from '../arguments/strip.ts'
import { type PlayableOrder, playableCommand, readProgress, type StillOrder, stillCommand } from '../arguments/watch.ts'
import { type FilmFacts, probeOptions, readFacts } from '../facts.ts'
import { framesOf, TimeQueue } from '../frame-reader.ts'
import { type FrameWriter, frameWriter } from '../frame-writer.ts'
import type { RawTrack } from '../matroska.ts'
import { askCapabilities, type Capabilities } from './capabilities.ts'
import { fileUrl, onlyFiles } from './command.ts'
import { fluentRunner } from './fluent-runner.ts'
import { type Programs, requirePrograms } from './programs.ts'
import type { Runner, RunningCommand } from './runner.ts'
import { spawnRunner } from './spawn-runner.ts'

/** A frame as decoded: RGB samples, 8 bits or 16 lower byte first. */
export interface DecodedFrame {
  readonly samples: Buffer
  /** Seconds in the file's own time; undefined where the file tells none. */
  readonly time: number | undefined
}

export interface Decoding {
  /** Ends when the film does. Breaking off ends ffmpeg. @throws FfmpegFailed when nothing could be read at all */
  readonly frames: AsyncGenerator<DecodedFrame>
  /** What ffmpeg complained of and what its filters found, so far. */
  readonly said: readonly string[]
}

type Timed<T> = Omit<T, 'timing' | 'able'>

/** Films in and out: the one place between the engine and ffmpeg. */
export interface FilmTools {
  readonly name: Runner['name']
  readonly programs: Programs
  capabilities(): Promise<Capabilities>
  /** @throws AppError `file-unreadable`, `format-unsupported` */
  probe(file: string): Promise<FilmFacts>
  /** The same, and how many packets the moving picture has, one for each frame: nothing is decoded. */
  count(file: string): Promise<{ readonly facts: FilmFacts; readonly frames: number }>
  decode(order: Timed<DecodeOrder>): Promise<Decoding>
  encode(order: Timed<EncodeOrder>, track: RawTrack): Promise<FrameWriter>
  join(order: JoinOrder): Promise<void>
  strip(order: StripOrder): Promise<void>
  /** @param onSeconds told how much of the film is written @throws AppError `cancelled` */
  convert(order: Timed<ConvertOrder>, signal: AbortSignal, onSeconds: (seconds: number) => void): Promise<void>
  /** @param onSeconds told how much of the film is written */
  playable(order: Timed<PlayableOrder>, signal: AbortSignal, onSeconds: (seconds: number) => void): Promise<void>
  still(order: StillOrder, signal: AbortSignal): Promise<void>
}

export interface ToolChoice {
  /** `fluent` when left out. */
  readonly runner?: Runner['name'] | undefined
  /** Where ffmpeg is, when the user says so. */
  readonly ffmpeg?: string | undefined
}

/** A program does not change while we run: it is asked once. */
const asked = new Map<string, Promise<Capabilities>>()

/** @throws AppError `environment-lacks` where there is no ffmpeg */
export function openFilmTools({ runner: name = 'fluent', ffmpeg }: ToolChoice = {}): FilmTools {
  const programs = requirePrograms(ffmpeg)
  const runner = name === 'fluent' ? fluentRunner(programs) : spawnRunner(programs)
  const capabilities = () => {
    const known = asked.get(programs.ffmpeg) ?? askCapabilities(runner)
    asked.set(programs.ffmpeg, known)
    return known
  }
  const timing = async () => ((await capabilities()).release >= 501 ? '-fps_mode' : '-vsync') as '-fps_mode' | '-vsync'
  return {
    name,
    programs,
    capabilities,
    probe: async (file) => readFacts(await ask(runner, file, probeOptions), basename(file)),
    count: (file) => count(runner, file),
    decode: async (order) => decode(runner, { ...order, timing: await timing() }),
    encode: async (order, track) => {
      const command = encodeCommand({ ...order, able: await capabilities(), timing: await timing() })
      return frameWriter(runner.start(command), track)
    },
    join: (order) => runner.start(joinCommand(order)).ended,
    strip: (order) => runner.start(stripCommand(order)).ended,
    convert: async (order, signal, onSeconds) => {
      const command = convertCommand({ ...order, able: await capabilities(), timing: await timing() })
      await unlessAborted(runner.start(command, toSeconds(onSeconds)), signal)
    },
    playable: async (order, signal, onSeconds) => {
      const command = playableCommand({ ...order, able: await capabilities(), timing: await timing() })
      await unlessAborted(runner.start(command, toSeconds(onSeconds)), signal)
    },
    still: (order, signal) => unlessAborted(runner.start(stillCommand(order)), signal),
  }
}

/** Lines of `-progress` as seconds of film. */
const toSeconds = (onSeconds: (seconds: number) => void) => (line: string) => {
  const seconds = readProgress(line)
  if (seconds !== undefined) onSeconds(seconds)
}

/** @throws AppError `cancelled` */
async function unlessAborted(command: RunningCommand, signal: AbortSignal): Promise<void> {
  const kill = () => command.kill()
  if (signal.aborted) kill()
  signal.addEventListener('abort', kill, { once: true })
  try {
    await command.ended
  } catch (error) {
    throw signal.aborted ? new AppError('cancelled', 'Nobody waits for it any more.', {}, { cause: error }) : error
  } finally {
    signal.removeEventListener('abort', kill)
  }
}

async function ask(runner: Runner, file: string, options: readonly string[]): Promise<unknown> {
  const name = basename(file)
  try {
    return await runner.probe(fileUrl(file), [...onlyFiles, ...options])
  } catch (error) {
    const message = `“${name}” is damaged or no film: it cannot be opened.`
    throw new AppError('file-unreadable', message, { name }, { cause: error })
  }
}

const counted = z.looseObject({
  streams: z.array(z.looseObject({ index: z.coerce.number(), nb_read_packets: z.coerce.number().catch(0) })),
})

async function count(runner: Runner, file: string) {
  const said = await ask(runner, file, ['-count_packets', ...probeOptions])
  const facts = readFacts(said, basename(file))
  const moving = counted.parse(said).streams.find(({ index }) => index === facts.picture.index)
  return { facts, frames: moving?.nb_read_packets ?? 0 }
}

function decode(runner: Runner, order: DecodeOrder): Decoding {
  const times = new TimeQueue()
  const said: string[] = []
  const running = runner.start(decodeCommand(order), (line) => {
    const found = readShowInfo(line)
    if (found && 'base' in found) times.base = found.base
    else if (found) times.push(found.pts)
    else if (!line.includes('Parsed_showinfo')) keep(said, line)
  })
  let failure: Error | undefined
  const over = running.ended
    .catch((error: Error) => {
      failure = error
    })
    .finally(() => times.end())
  const { stdout } = running
  if (!stdout) throw new Error('this command writes no frames')
  const { width, height } = order.size ?? order.track
  async function* frames(): AsyncGenerator<DecodedFrame> {
    let finished = false
    try {
      let count = 0
      for await (const samples of framesOf(
        stdout as NonNullable<typeof stdout>,
        width * height * 3 * (order.depth / 8),
      )) {
        const ticks = await times.take()
        count++
        yield { samples, time: ticks == null ? undefined : ticks * times.base }
      }
      finished = true
      await over
      // A broken tail ends badly and is a film all the same; one without a single frame is none.
      if (count === 0 && failure) throw failure
    } finally {
      if (!finished) running.kill()
      await over
    }
  }
  return { frames: frames(), said }
}

/** Lines kept: the first say what the file is, the last what filters found. */
const KEPT = 400
function keep(said: string[], line: string): void {
  if (said.length >= KEPT) said.splice(KEPT / 2, 1)
  said.push(line)
}
