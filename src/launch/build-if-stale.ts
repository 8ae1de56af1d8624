import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fingerprint, readStamp, writeStamp } from './stamp.ts'

/**
 * Builds `out/` when it is missing or older than its sources, saying one line on stderr; stdout stays clean for the
 * command line. Two that start at once build once.
 * @throws Error with what the bundler said
 */
export async function buildIfStale(root: string, build: (root: string) => void = runBundler): Promise<boolean> {
  if (readStamp(root) === fingerprint(root)) return false
  const unlock = await lock(root)
  try {
    const wanted = fingerprint(root)
    // Another process may have built while we waited.
    if (readStamp(root) === wanted) return false
    process.stderr.write('Building Daguerre (once, a few seconds) ...\n')
    build(root)
    writeStamp(root, wanted)
    return true
  } finally {
    unlock()
  }
}

function runBundler(root: string): void {
  const bundler = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  const done = spawnSync(process.execPath, [bundler, 'build', '--logLevel', 'warn'], { cwd: root, encoding: 'utf8' })
  if (done.status !== 0) throw new Error(`Daguerre could not be built:\n${done.stdout}${done.stderr}`)
}

/** A folder is made by one process only; the number in it tells whether that process is still there. */
async function lock(root: string): Promise<() => void> {
  mkdirSync(join(root, 'out'), { recursive: true })
  const folder = join(root, 'out', '.building')
  const owner = join(folder, 'pid')
  for (;;) {
    try {
      mkdirSync(folder)
      writeFileSync(owner, String(process.pid))
      return () => rmSync(folder, { recursive: true, force: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      await pause(200)
      if (!isAlive(owner)) rmSync(folder, { recursive: true, force: true })
    }
  }
}

function isAlive(owner: string): boolean {
  try {
    process.kill(Number(readFileSync(owner, 'utf8')), 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
