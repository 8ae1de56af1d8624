import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import sharp from 'sharp'
import { type EngineLink, forkEngine } from '../../src/server/fork-engine.ts'
import type { Engine } from '../../src/shared/engine.ts'
import type { Job } from '../../src/shared/entities.ts'
import type { Recipe } from '../../src/shared/recipe.ts'
import { type Client, connect } from '../../src/shared/rpc/client.ts'

export const root = resolve(import.meta.dirname, '../..')
/** The built engine process; these tests need `npm run build` to have run. */
export const entry = join(root, 'out/main/engine-process.js')
export const isBuilt = existsSync(entry)

export interface RunningTestEngine {
  readonly link: EngineLink
  readonly call: Client<Engine>
  kill(): Promise<void>
  stop(): Promise<void>
}

/** Starts the real engine process on a library. */
export async function startEngine(library: string, args: readonly string[] = []): Promise<RunningTestEngine> {
  const started = await forkEngine({
    entry,
    args: ['--library', library, '--device', 'cpu', '--threads', '1', ...args],
    stderr: 'inherit',
  })
  return {
    link: started.value,
    call: connect<Engine>(started.value.openPage()),
    kill: async () => {
      process.kill(started.value.pid, 'SIGKILL')
      await started.ended
    },
    stop: () => started.stop(),
  }
}

const step = (operation: string, params: Record<string, unknown>) => ({
  operation,
  version: 1,
  enabled: true,
  params,
  models: [],
})
/** In small tiles: work is paused, stopped and killed between two of them. */
export const enlarge: Recipe = { version: 1, name: 'Enlarged', steps: [step('upscale', { scale: 2, tile: 128 })] }

/** Pictures that differ, drawn here: waves of colour with a little noise that is the same every time. */
export async function drawPhotos(folder: string, count: number, side = 96): Promise<string[]> {
  await mkdir(folder, { recursive: true })
  const files = Array.from({ length: count }, (_, n) => join(folder, `photo ${n + 1}.png`))
  for (const [n, file] of files.entries()) {
    const pixels = Buffer.alloc(side * side * 3)
    for (let i = 0; i < pixels.length; i++) {
      const [x, y] = [Math.floor(i / 3) % side, Math.floor(i / 3 / side)]
      pixels[i] = 128 + 100 * Math.sin((x * (n + 1)) / 9 + (i % 3)) * Math.cos(y / 7) + ((i * 7919 + n) % 23)
    }
    await sharp(pixels, { raw: { width: side, height: side, channels: 3 } })
      .png()
      .toFile(file)
  }
  return files
}

export async function importAll({ link, call }: RunningTestEngine, paths: string[]): Promise<string[]> {
  const { grants } = await link.shell('grants.issue', { paths })
  const { added, failed } = await call('catalog.import', { grants })
  if (failed.length > 0) throw new Error(JSON.stringify(failed))
  return added
}

/** Resolves when no job waits or runs any more; rejects when the engine goes. */
export function untilIdle(call: Client<Engine>): Promise<Job[]> {
  return new Promise((resolve, reject) => {
    const stop = new AbortController()
    const look = async () => {
      const { jobs } = await call('jobs.list', {})
      if (jobs.some((job) => job.state === 'waiting' || job.state === 'running')) return
      stop.abort()
      resolve(jobs)
    }
    call('jobs.watch', {}, { signal: stop.signal, onEvent: () => void look().catch(reject) }).catch(reject)
  })
}

export const sha256Of = async (file: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(file))
    .digest('hex')

/** Every file below a folder, relative to it. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((each) => each.isFile())
    .map((each) => join(each.parentPath, each.name).slice(folder.length + 1))
    .toSorted()
}
