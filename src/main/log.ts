import { mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { pino } from 'pino'

export interface Log {
  info(text: string): void
  warn(text: string): void
  /** For what should not have happened: whatever was thrown. */
  error(error: unknown, text?: string): void
}

const LARGEST_BYTES = 4 * 1024 * 1024

/** Writes JSON lines to `file`. The one before it is kept as `.old` when it grew large. Nothing leaves the computer. */
export function openLog(file: string, home: string): Log {
  mkdirSync(dirname(file), { recursive: true })
  if (sizeOf(file) > LARGEST_BYTES) renameSync(file, `${file}.old`)
  const logger = pino(
    { base: null, timestamp: pino.stdTimeFunctions.isoTime, hooks: { streamWrite: (line) => hideHome(line, home) } },
    pino.destination({ dest: file, sync: true }),
  )
  return {
    info: (text) => logger.info(text),
    warn: (text) => logger.warn(text),
    error: (error, text) => logger.error(error, text),
  }
}

/** People send logs to others: the name in the path of their home folder is left out. */
export function hideHome(line: string, home: string): string {
  const inJson = JSON.stringify(home).slice(1, -1)
  return home.length < 2 ? line : line.replaceAll(inJson, '~').replaceAll(home, '~')
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}
