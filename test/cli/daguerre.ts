import { spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { execPath } from 'node:process'

const program = resolve(import.meta.dirname, '../../out/main/cli.js')

export interface Ended {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
  /** Every line of stdout as JSON. */
  readonly records: readonly Record<string, unknown>[]
}

export interface HowToRun {
  readonly cwd?: string
  readonly env?: Record<string, string>
  /** Presses Ctrl+C once so many lines have been printed. */
  readonly interruptAfterRecords?: number
  /** Reads a little and goes away, as `| head` does. */
  readonly closeAfterFirstBytes?: boolean
}

/** Runs the built command line as a user's shell would, and waits for its end. */
export function daguerre(args: readonly string[], how: HowToRun = {}) {
  return new Promise<Ended>((done, fail) => {
    const child = spawn(execPath, [program, ...args], {
      cwd: how.cwd,
      env: { ...process.env, ...how.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let [stdout, stderr, interrupted] = ['', '', false]
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
      if (how.closeAfterFirstBytes) child.stdout.destroy()
      if (interrupted || how.interruptAfterRecords === undefined) return
      interrupted = stdout.split('\n').length > how.interruptAfterRecords
      if (interrupted) child.kill('SIGINT')
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
    })
    child.once('error', fail)
    child.once('close', (status) =>
      done({
        status,
        stdout,
        stderr,
        records: args.includes('--json') && !how.closeAfterFirstBytes ? parse(stdout) : [],
      }),
    )
  })
}

const parse = (stdout: string) =>
  stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>)

export const sharedData = join(resolve(import.meta.dirname, '../../..'), 'shared/data')
