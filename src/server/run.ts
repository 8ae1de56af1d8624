import { join } from 'node:path'
import { builtEntry } from '../engine-process/built-entry.ts'
import type { Engine } from '../shared/engine.ts'
import { connect } from '../shared/rpc/client.ts'
import { type SuperviseState, type Supervisor, supervise } from '../shared/supervise.ts'
import { type EngineLink, forkEngine } from './fork-engine.ts'
import { stopWhenIdle } from './idle.ts'
import { openBrowser } from './open-browser.ts'
import type { ServerOptions } from './options.ts'
import { openStudio, type Studio } from './studio.ts'

const RETRY_AFTER_MS = 60_000

/** Runs the browser door until it is stopped. */
export async function runServer(options: ServerOptions): Promise<void> {
  const engine = keepEngine(options)
  let studio: Studio
  try {
    studio = await openStudio({ engine, page: join(builtEntry('server'), '../../renderer'), port: options.port, log })
    await engine.current()
  } catch (error) {
    await engine.stop()
    throw error
  }
  const stopped = untilStopped(engine, studio, options)
  const address = studio.address()
  const opened = options.open && (await openBrowser(address))
  console.log(greeting(address, opened, options.because))
  await stopped
}

const log = (error: unknown): void => console.error(error instanceof Error ? error.message : error)

function keepEngine(options: ServerOptions): Supervisor<EngineLink> {
  let wasUp = false
  const onState = (state: SuperviseState) => {
    if (state.kind === 'running') wasUp = true
    // Before it ever ran, the reason ends the program and is told there.
    if (!wasUp) return
    if (state.kind === 'waiting') log(`The engine ended (${state.reason}); it is started again.`)
    if (state.kind !== 'given-up') return
    log(state.error)
    // Nobody is asked here, as in the window; what was missing may be there again.
    setTimeout(() => engine.retry(), RETRY_AFTER_MS).unref()
  }
  const start = () => forkEngine({ entry: builtEntry('engine-process'), args: engineArgs(options) })
  const engine = supervise({ start, onState })
  return engine
}

const engineArgs = ({ library, modelCatalog }: ServerOptions): string[] => [
  ...(library === undefined ? [] : ['--library', library]),
  ...(modelCatalog === undefined ? [] : ['--model-catalog', modelCatalog]),
]

function greeting(address: string, opened: boolean, because: string | undefined): string {
  const where = opened ? 'Daguerre opens in your browser' : 'Daguerre waits in your browser'
  return `${where}${because ? ` (${because})` : ''}: ${address}   Ctrl+C ends it.`
}

/** Ctrl+C, a request to end, or long idleness: the page is told, the engine finishes its tile, the queue is on disk. */
function untilStopped(engine: Supervisor<EngineLink>, studio: Studio, options: ServerOptions): Promise<void> {
  return new Promise((resolve) => {
    let stopping = false
    const stop = () => {
      if (stopping) process.exit(130)
      stopping = true
      void Promise.allSettled([studio.close(), engine.stop()]).then(() => resolve())
    }
    process.on('SIGINT', stop)
    process.on('SIGTERM', stop)
    process.on('SIGHUP', stop)
    const limit = options.idleMinutes * 60_000
    if (limit > 0) stopWhenIdle({ idle: () => studio.pages.idle(), busy: () => isBusy(engine), stop }, limit)
  })
}

async function isBusy(engine: Supervisor<EngineLink>): Promise<boolean> {
  const port = (await engine.current()).openPage()
  try {
    const { paused, jobs } = await connect<Engine>(port)('jobs.list', {})
    return !paused && jobs.some(({ state }) => state === 'running' || state === 'waiting')
  } finally {
    port.close()
  }
}
