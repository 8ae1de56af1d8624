import { PassThrough } from 'node:stream'
import ffmpegCommand from 'fluent-ffmpeg'
import { type Command, PIPE } from './command.ts'
import type { Programs } from './programs.ts'
import { FfmpegFailed, KEPT_LINES, type Runner, type RunningCommand } from './runner.ts'
import { spawnRunner } from './spawn-runner.ts'

/** Bytes that wait between Node and ffmpeg: about two frames of 480 lines. */
const WAITING = 2 << 20

/**
 * Starts ffmpeg through fluent-ffmpeg, which is archived (see docs/adr/0006): this is the only file that imports it,
 * and the spawn runner does the same without it. Programs are looked up by us, never by the library.
 */
export function fluentRunner(programs: Programs): Runner {
  return {
    ...spawnRunner(programs),
    name: 'fluent',
    start: (command, onLine) => start(programs, command, onLine),
    probe: (file, options) =>
      new Promise((resolve, reject) => {
        const command = ffmpegCommand(file)
        command.setFfprobePath(programs.ffprobe)
        // The library reads ffprobe's default format by itself; `facts.ts` understands both.
        command.ffprobe(['-hide_banner', '-loglevel', 'error', ...options], (error: unknown, data: unknown) => {
          if (error) reject(failed(error, String(error)))
          else resolve(data)
        })
      }),
  }
}

/** Given one by one: a single list would be searched for spaces and split there. */
const asTheyAre = (options: readonly string[]) => options as unknown as [string]

function start(programs: Programs, order: Command, onLine: ((line: string) => void) | undefined): RunningCommand {
  const command = ffmpegCommand({ stdoutLines: KEPT_LINES })
  command.setFfmpegPath(programs.ffmpeg)
  let stdin: PassThrough | undefined
  for (const { options, source } of order.inputs) {
    if (source === PIPE) stdin = new PassThrough({ highWaterMark: WAITING })
    command.input(source === PIPE ? (stdin as PassThrough) : source)
    if (options.length > 0) command.inputOptions(...asTheyAre(options))
  }
  const stdout = order.output === PIPE ? new PassThrough({ highWaterMark: WAITING }) : undefined
  if (stdin === undefined) command.inputOptions('-nostdin')
  command.output(stdout ?? (order.output as string))
  command.outputOptions(...asTheyAre([...order.options, '-y']))
  if (onLine) command.on('stderr', onLine)
  const ended = new Promise<void>((resolve, reject) => {
    command.on('end', () => resolve())
    command.on('error', (error: unknown, _stdout: string | null, stderr: string | null) =>
      reject(failed(error, stderr ?? '')),
    )
  })
  // The library asks ffmpeg for its encoders first; frames written meanwhile wait in the stream, and so does `kill`.
  let isUnwanted = false
  command.on('start', () => isUnwanted && command.kill('SIGKILL'))
  command.run()
  const kill = () => {
    isUnwanted = true
    command.kill('SIGKILL')
  }
  return { stdin, stdout, ended, kill }
}

function failed(error: unknown, stderr: string): FfmpegFailed {
  const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
  return new FfmpegFailed(message, stderr.trim().split('\n'), { cause: error })
}
