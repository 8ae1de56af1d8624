import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { gain, installStandIn } from './testing/stand-ins.ts'

test.skipIf(process.platform === 'win32')('the runtime reports to nobody and leaves nothing in the home folder', () => {
  const home = mkdtempSync(join(tmpdir(), 'daguerre-home-'))
  const models = mkdtempSync(join(tmpdir(), 'daguerre-quiet-'))
  installStandIn(models, 'same', gain(1))
  const module = (name: string) => JSON.stringify(pathToFileURL(join(import.meta.dirname, name)).href)
  const script = `
    const { createSessionPool } = await import(${module('session-pool.ts')})
    const { openModelStore } = await import(${module('models.ts')})
    const pool = createSessionPool(openModelStore([${JSON.stringify(models)}]), { device: 'cpu', threads: 1 })
    const session = await pool.session('same')
    await session.run({ width: 2, height: 1, channels: 3, store: new Float32Array(6) })
    await pool.release()
    console.log('done')`
  // What the runtime keeps for its reports lies in the cache folder of the user.
  const { ORT_DISABLE_TELEMETRY: _, ...others } = process.env
  const env = { ...others, HOME: home, XDG_CACHE_HOME: join(home, 'cache') }
  const told = execFileSync(process.execPath, ['--input-type=module', '-e', script], { env, encoding: 'utf8' })
  expect(told).toContain('done')
  expect(readdirSync(home)).toEqual([])
  rmSync(home, { recursive: true })
  rmSync(models, { recursive: true })
})
