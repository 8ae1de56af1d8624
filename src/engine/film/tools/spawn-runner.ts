import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { promisify } from 'node:util'
import { argumentsOf, PIPE } from './command.ts'
import { lineSplitter } from './lines.ts'
import type { Programs } from './programs.ts'
import { FfmpegFailed, KEPT_LINES, type Runner, type RunningCommand } from './runner.ts'

const execute = promisify(execFile)
/** ffprobe's answer about a film with thousands of chapters stays below this. */
const MOST_OUTPUT = 64 << 20

/** Starts ffmpeg by itself. No shell: every argument arrives as it is. */
export const spawnRunner = ({ ffmpeg, ffprobe }: Programs): Runner => ({
  name: 'spawn',
  start: (command, onLine = () => undefined) => {
    const reads = command.inputs.some(({ source }) => source === PIPE)
    const writes = command.output === PIPE
    const child = spawn(ffmpeg, argumentsOf(command), {
      stdio: [reads ? 'pipe' : 'ignore', writes ? 'pipe' : 'ignore', 'pipe'],
      windowsHide: true,
    })
    return follow(child, onLine)
  },
  probe: async (file, options) => {
    const args = ['-hide_banner', '-loglevel', 'error', ...options, '-of', 'json', file]
    return JSON.parse(await output(ffprobe, args)) as unknown
  },
  ask: (flag) => output(ffmpeg, ['-hide_banner', flag]),
})

function follow(child: ChildProcess, onLine: (line: string) => void): RunningCommand {
  const said: string[] = []
  const lines = lineSplitter((line) => {
    said.push(line)
    if (said.length > KEPT_LINES) said.shift()
    onLine(line)
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => lines.push(text))
  // A pipe that ffmpeg closed: `ended` says why.
  child.stdin?.on('error', () => undefined)
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', (error) => reject(new FfmpegFailed('ffmpeg could not be started', said, { cause: error })))
    child.once('close', (code, signal) => {
      lines.end()
      if (code === 0) resolve()
      else reject(new FfmpegFailed(`ffmpeg ended with ${signal ?? code}`, said))
    })
  })
  return {
    stdin: child.stdin ?? undefined,
    stdout: child.stdout ?? undefined,
    ended,
    kill: () => void child.kill('SIGKILL'),
  }
}

async function output(program: string, args: readonly string[]): Promise<string> {
  try {
    return (await execute(program, [...args], { maxBuffer: MOST_OUTPUT, windowsHide: true })).stdout
  } catch (error) {
    const said = String((error as { stderr?: unknown }).stderr ?? (error as Error).message)
    throw new FfmpegFailed(program, said.trim().split('\n'), { cause: error })
  }
}
