import type { Readable, Writable } from 'node:stream'
import type { Command } from './command.ts'

/** An ffmpeg that runs. */
export interface RunningCommand {
  /** Of a command that reads its standard input. */
  readonly stdin: Writable | undefined
  /** Of a command that writes to its standard output. */
  readonly stdout: Readable | undefined
  /** Settles when the process is gone. Rejects with `FfmpegFailed` unless it ended with status 0. */
  readonly ended: Promise<void>
  kill(): void
}

/** How ffmpeg and ffprobe are started. There are two, and one set of tests for both. */
export interface Runner {
  readonly name: 'fluent' | 'spawn'
  /** @param onLine gets every line ffmpeg says */
  start(command: Command, onLine?: (line: string) => void): RunningCommand
  /** What ffprobe says of a file, as JSON. */
  probe(file: string, options: readonly string[]): Promise<unknown>
  /** Standard output of `ffmpeg <flag>`, for what it can do. */
  ask(flag: string): Promise<string>
}

/** ffmpeg or ffprobe ended badly. `said` holds the last lines of its complaint. */
export class FfmpegFailed extends Error {
  readonly said: readonly string[]

  constructor(what: string, said: readonly string[], options?: { cause?: unknown }) {
    super(`${what}: ${said.slice(-3).join(' | ') || 'it said nothing'}`, options)
    this.name = 'FfmpegFailed'
    this.said = said
  }
}

/** Lines kept of what ffmpeg says: enough for a sentence and a log. */
export const KEPT_LINES = 40
