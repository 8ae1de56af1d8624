import { createEngine, type RunningEngine } from '../engine/create-engine.ts'
import { engine as engineContract } from '../shared/engine.ts'
import { failedNotice } from '../shared/engine-notice.ts'
import type { Port } from '../shared/rpc/contract.ts'
import { serve } from '../shared/rpc/server.ts'
import { portLabels, shell as shellContract } from '../shared/shell.ts'
import { version } from '../shared/version.ts'
import { builtEntry } from './built-entry.ts'
import { openDoors } from './doors.ts'
import { type EngineLog, openLog } from './log.ts'
import { readProcessOptions } from './options.ts'

/** A tile of the largest network on a slow computer; after that the queue, which is on disk, has to do. */
const LAST_PATIENCE_MS = 10_000

const doors = openDoors()
let log: EngineLog | undefined
let engine: Promise<RunningEngine> | undefined

const report = (error: unknown): void => log?.error(error)

/** Not `process.exit`: with a network at work in its thread that would abort with a core dump. */
function endHard(): void {
  process.kill(process.pid, 'SIGKILL')
}

let ending = false
/** Puts everything down and ends; by force when that takes too long. */
function end(): void {
  if (ending) return
  ending = true
  setTimeout(endHard, LAST_PATIENCE_MS).unref()
  const closed = engine?.then((running) => running.close()) ?? Promise.resolve()
  void closed.catch(report).finally(() => process.exit(0))
}

async function start(): Promise<RunningEngine> {
  const options = await readProcessOptions(process.argv.slice(2))
  log = openLog(options.library)
  log.info(`engine ${version} starts`)
  const onStuck = (stage: string) => {
    report(new Error(`${stage} makes no progress: the engine is started anew`))
    endHard()
  }
  return createEngine({ ...options, version, log: report, worker: builtEntry('restoration-worker'), onStuck })
}

async function accept(port: Port, label: string): Promise<void> {
  const running = await engine
  if (!running) return
  if (label === portLabels.page) serve(engineContract, running.pageHandlers, port, report)
  else if (label === portLabels.shell) serve(shellContract, stoppable(running), port, report)
  else port.close()
}

/** The answer goes out before the process does. */
const stoppable = ({ shellHandlers }: RunningEngine): RunningEngine['shellHandlers'] => ({
  ...shellHandlers,
  'engine.stop': async (...call) => {
    setTimeout(endHard, LAST_PATIENCE_MS).unref()
    await shellHandlers['engine.stop'](...call)
    setTimeout(end, 50)
    return null
  },
})

// Ctrl+C in a terminal reaches this process too; the shell decides what it means.
process.on('SIGINT', () => {})
process.on('SIGHUP', () => {})
process.on('SIGTERM', end)
process.on('unhandledRejection', report)
process.on('uncaughtException', (error) => {
  report(error)
  endHard()
})

engine = start()
doors.onOrphaned(end)
doors.onPort((port, label) => void accept(port, label).catch(() => port.close()))
engine.then(
  ({ library }) => doors.tell({ engine: 'ready', library }),
  (error: unknown) => {
    report(error)
    doors.tell(failedNotice(error))
    setTimeout(() => process.exit(3), 200)
  },
)
