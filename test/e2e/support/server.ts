import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../../..')
/** Where the build lies; another folder while several people build in one tree. */
export const built = resolve(root, process.env.DAGUERRE_OUT ?? 'out')

export interface RunningServer {
  /** With a one-time token. */
  readonly address: string
  readonly pid: number | undefined
  stop(): Promise<void>
}

/** @param more further options of the server. Starts the browser door as `npm start` does, and waits for the line with its address. */
export async function startServer(library: string, more: readonly string[] = []): Promise<RunningServer> {
  const child = spawn(
    process.execPath,
    [join(built, 'main/server.js'), '--library', library, '--no-open', '--port', '0', ...more],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let said = ''
  const address = await new Promise<string>((found, failed) => {
    const read = (data: Buffer) => {
      said += data.toString()
      const match = /http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]+/.exec(said)
      if (match) found(match[0])
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.once('exit', (code) => failed(new Error(`The server ended with ${code}: ${said}`)))
  })
  return {
    address,
    pid: child.pid,
    stop: async () => {
      if (child.exitCode !== null) return
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}
