import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { execPath } from 'node:process'

/** Largest resident size of a process so far, bytes; undefined where the system does not tell. */
function peakOf(pid: number): number | undefined {
  try {
    const found = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
    return found ? Number(found[1]) * 1024 : undefined
  } catch {
    return undefined
  }
}

export interface Watched {
  /** Exit code, or the signal that ended it. */
  readonly status: number | string | null
  readonly seconds: number
  /** Bytes; undefined outside Linux. */
  readonly peak: number | undefined
  readonly output: string
}

/** Runs a Node program and watches its memory; the system keeps the high-water mark, we only read it often enough. */
export function watchMemory(args: readonly string[]): Promise<Watched> {
  const start = performance.now()
  const child = spawn(execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  let peak: number | undefined
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString('utf8')
  })
  const timer = setInterval(() => {
    const now = child.pid === undefined ? undefined : peakOf(child.pid)
    // The program may have told the system to forget earlier peaks.
    if (now !== undefined) peak = Math.max(now, peak ?? 0)
  }, 50)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (status, signal) => {
      clearInterval(timer)
      resolve({ status: status ?? signal, seconds: (performance.now() - start) / 1000, peak, output })
    })
  })
}
