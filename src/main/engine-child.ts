import { join } from 'node:path'
import { MessageChannelMain, type MessagePortMain, type UtilityProcess, utilityProcess } from 'electron'
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
  /** Folder of the library. */
  readonly library: string
  /** Receives what the engine writes to its standard error. */
  readonly onOutput: (text: string) => void
}

/** A tile of the largest network takes seconds on an old computer; a restoration is never waited for. */
const PATIENCE_MS = 15_000

/** `utilityProcess` and not `fork`: with the RunAsNode fuse off, Electron cannot play Node. */
export async function startEngine({ library, onOutput }: EngineChildOptions): Promise<Started<EngineChild>> {
  const child = utilityProcess.fork(join(import.meta.dirname, 'engine-process.js'), ['--library', library], {
    serviceName: 'Daguerre engine',
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = new Promise<string>((resolve) => child.once('exit', (code) => resolve(`exit code ${code}`)))
  child.stderr?.on('data', (chunk: Buffer) => onOutput(chunk.toString()))
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve)
    void ended.then((reason) => reject(new Error(`the engine did not start: ${reason}`)))
  })
  const ask = connect<typeof shell>(emitterPort(openPort(child, portLabels.shell)))
  return {
    value: { shell: ask, openPage: () => openPort(child, portLabels.page), ended },
    ended,
    stop: () => stop(child, ask, ended),
  }
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
