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

/** Runs the built command line as a user's shell would, and waits for its end. */
export function daguerre(args: readonly string[], options: { cwd?: string; env?: Record<string, string> } = {}) {
  return new Promise<Ended>((done, fail) => {
    const child = spawn(execPath, [program, ...args], {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let [stdout, stderr] = ['', '']
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
    child.once('error', fail)
    child.once('close', (status) =>
      done({ status, stdout, stderr, records: args.includes('--json') ? parse(stdout) : [] }),
    )
  })
}

const parse = (stdout: string) =>
  stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>)

export const sharedData = join(resolve(import.meta.dirname, '../../..'), 'shared/data')
