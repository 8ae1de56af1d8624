import { type ChildProcess, fork } from 'node:child_process'
import { errorOfNotice, noticeOf } from '../shared/engine-notice.ts'
import { type Client, connect } from '../shared/rpc/client.ts'
import type { Port } from '../shared/rpc/contract.ts'
import { multiplex } from '../shared/rpc/multiplex.ts'
import { portLabels, type Shell } from '../shared/shell.ts'
import type { Started } from '../shared/supervise.ts'
import { childChannel } from './child-channel.ts'

/** A running engine, as a shell sees it. */
export interface EngineLink {
  readonly pid: number
  /** Absolute path of the library that the engine has opened. */
  readonly library: string
  readonly shell: Client<Shell>
  /** A fresh port for one page. */
  openPage(): Port
}

export interface ForkOptions {
  /** The bundled engine process. */
  readonly entry: string
  readonly args: readonly string[]
  /** Its stderr; inherited by default. */
  readonly stderr?: 'inherit' | 'ignore'
  /** Told the process id before the engine is ready. */
  readonly onSpawn?: (pid: number) => void
}

/** How long an engine that was asked to stop may finish its tile before it is killed. */
const PATIENCE_MS = 5000

/** Starts an engine process; settles when its catalog is open, or with the reason why it is not. */
export async function forkEngine({
  entry,
  args,
  stderr = 'inherit',
  onSpawn,
}: ForkOptions): Promise<Started<EngineLink>> {
  const child = fork(entry, args, { stdio: ['ignore', 'ignore', stderr, 'ipc'] })
  const ended = endOf(child)
  if (child.pid !== undefined) onSpawn?.(child.pid)
  const channel = childChannel(child)
  const mux = multiplex(channel)
  const shell = connect<Shell>(mux.open(portLabels.shell))
  const library = await readyOf(child, ended)
  const value: EngineLink = { pid: child.pid as number, library, shell, openPage: () => mux.open(portLabels.page) }
  return { value, ended, stop: () => stop(child, ended, shell) }
}

const endOf = (child: ChildProcess): Promise<string> =>
  new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`))
  })

async function readyOf(child: ChildProcess, ended: Promise<string>): Promise<string> {
  const said = new Promise<string>((resolve, reject) => {
    child.on('message', (message) => {
      const notice = noticeOf(message)
      if (notice?.engine === 'ready') resolve(notice.library)
      if (notice?.engine === 'failed') reject(errorOfNotice(notice))
    })
  })
  const died = ended.then((reason) => {
    throw new Error(`the engine ended while it started: ${reason}`)
  })
  // Whichever comes second has nobody to tell.
  died.catch(() => {})
  return Promise.race([said, died])
}

async function stop(child: ChildProcess, ended: Promise<string>, shell: Client<Shell>): Promise<void> {
  const killer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS)
  // An engine that is too busy to answer is killed by the timer: its queue is on disk.
  shell('engine.stop', {}).catch(() => {})
  await ended
  clearTimeout(killer)
}
