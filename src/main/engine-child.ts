import { MessageChannelMain, type MessagePortMain, type UtilityProcess, utilityProcess } from 'electron'
import { errorOfNotice, noticeOf } from '../shared/engine-notice.ts'
import { type Client, connect } from '../shared/rpc/client.ts'
import { emitterPort } from '../shared/rpc/ports.ts'
import { portLabels, type Shell, type shell } from '../shared/shell.ts'
import type { Started } from '../shared/supervise.ts'
import { within } from './within.ts'

/** One run of the engine, in a process of its own. */
export interface EngineChild {
  /** What only the shell may ask. */
  readonly shell: Client<Shell>
  /** A port for a page, to be handed over to it. */
  openPage(): MessagePortMain
  readonly ended: Promise<string>
}

export interface EngineChildOptions {
  /** The built engine process. */
  readonly entry: string
  /** Folder of the library. */
  readonly library: string
  /** Receives what the engine writes to its standard error. */
  readonly onOutput: (text: string) => void
}

/** A tile of the largest network takes seconds on an old computer; a restoration is never waited for. */
const PATIENCE_MS = 15_000

/**
 * Settles when the catalog is open, or with the reason why it is not. `utilityProcess` and not `fork`: with the RunAsNode
 * fuse off, Electron cannot play Node.
 */
export async function startEngine({ entry, library, onOutput }: EngineChildOptions): Promise<Started<EngineChild>> {
  const child = utilityProcess.fork(entry, ['--library', library], {
    serviceName: 'Daguerre engine',
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = new Promise<string>((resolve) => child.once('exit', (code) => resolve(`exit code ${code}`)))
  child.stderr?.on('data', (chunk: Buffer) => onOutput(chunk.toString()))
  await ready(child, ended).catch((error: unknown) => {
    child.kill()
    throw error
  })
  const ask = connect<typeof shell>(emitterPort(openPort(child, portLabels.shell)))
  return {
    value: { shell: ask, openPage: () => openPort(child, portLabels.page), ended },
    ended,
    stop: () => stop(child, ask, ended),
  }
}

function ready(child: UtilityProcess, ended: Promise<string>): Promise<void> {
  return new Promise((resolve, reject) => {
    child.on('message', (message: unknown) => {
      const notice = noticeOf(message)
      if (notice?.engine === 'ready') resolve()
      if (notice?.engine === 'failed') reject(errorOfNotice(notice))
    })
    void ended.then((reason) => reject(new Error(`it ended while it started: ${reason}`)))
  })
}

/** The label tells the engine what the port may do; a page cannot choose it. */
function openPort(child: UtilityProcess, label: string): MessagePortMain {
  const { port1, port2 } = new MessageChannelMain()
  child.postMessage({ label }, [port2])
  return port1
}

/** Lets the tile in hand be finished; then the process is ended whether it agrees or not. The queue is on the disk. */
async function stop(child: UtilityProcess, ask: Client<Shell>, ended: Promise<string>): Promise<void> {
  ask('engine.stop', {}).catch(() => {})
  if (await within(PATIENCE_MS, ended)) return
  const { pid } = child
  child.kill()
  if (!(await within(1000, ended)) && pid !== undefined) process.kill(pid, 'SIGKILL')
  await ended
}
