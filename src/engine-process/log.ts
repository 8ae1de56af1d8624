import { mkdirSync, renameSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'

export interface EngineLog {
  info(text: string): void
  error(error: unknown, text?: string): void
}

const LARGEST_BYTES = 4 * 2 ** 20

/** JSON lines in `<library>/Logs/engine.log`; the file before it is kept as `.old`. Nothing leaves the computer. */
export function openLog(library: string): EngineLog {
  const folder = join(library, 'Logs')
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'engine.log')
  const facts = statSync(file, { throwIfNoEntry: false })
  if (facts && facts.size > LARGEST_BYTES) renameSync(file, `${file}.old`)
  const hide = homeHider(homedir())
  const logger = pino(
    { base: null, timestamp: pino.stdTimeFunctions.isoTime, hooks: { streamWrite: hide } },
    // Written at once: what was said just before a crash is what matters.
    pino.destination({ dest: file, sync: true }),
  )
  return {
    info: (text) => logger.info(text),
    error: (error, text) => logger.error(error, text),
  }
}

/** People send logs to others: the name of their home folder, which is mostly their own, is left out. */
export function homeHider(home: string): (line: string) => string {
  if (home.length < 2) return (line) => line
  const escaped = JSON.stringify(home).slice(1, -1)
  return (line) => line.replaceAll(escaped, '~').replaceAll(home, '~')
}
