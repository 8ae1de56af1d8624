import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { placesIn } from '../../src/main/places.ts'
import type { Engine } from '../../src/shared/engine.ts'
import { connect } from '../../src/shared/rpc/client.ts'
import { emitterPort } from '../../src/shared/rpc/ports.ts'
import { root } from '../repo/sources.ts'

const forked = vi.hoisted(() => [] as { pid: number | undefined }[])
vi.mock('electron', async () => {
  const { FakeChannel, FakeUtilityProcess } = await import('../fixtures/utility-process.ts')
  return {
    MessageChannelMain: FakeChannel,
    utilityProcess: {
      fork: (file: string, args: string[]) => {
        const child = new FakeUtilityProcess(file, args)
        forked.push(child)
        return child
      },
    },
  }
})
const { startEngine } = await import('../../src/main/engine-child.ts')
const { languageInSettings } = await import('../../src/main/settings-language.ts')
const { keepEngine } = await import('../../src/main/keep-engine.ts')

const folder = mkdtempSync(join(tmpdir(), 'daguerre-utility-'))
const library = join(folder, 'Daguerre')
const { engine: entry } = placesIn(root)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The shell's half and the engine's half of the desktop door, in real processes, with only Electron itself played. */
describe('the built engine as a utility process', () => {
  test('answers the shell and pages, keeps them apart, and stops when asked', async () => {
    const child = await startEngine({ entry, library, onOutput: () => {} })
    const { grants } = await child.value.shell('grants.issue', { paths: [join(folder, 'a.jpg')] })
    expect(grants).toHaveLength(1)

    const page = connect<Engine>(emitterPort(child.value.openPage()))
    expect(await page('system.info', {})).toMatchObject({ library })
    const overreach = page as unknown as (method: string, input: unknown) => Promise<unknown>
    await expect(overreach('grants.issue', { paths: ['/etc/passwd'] })).rejects.toMatchObject({
      code: 'unknown-method',
    })
    await expect(overreach('engine.stop', {})).rejects.toMatchObject({ code: 'unknown-method' })

    expect(await languageInSettings(child.value)).toBeUndefined()
    await page('settings.set', { language: 'zh-CN' })
    expect(await languageInSettings(child.value)).toBe('zh-CN')

    await child.stop()
    expect(await child.ended).toBe('exit code 0')
    await expect(page('system.info', {})).rejects.toMatchObject({ code: 'disconnected' })
  })

  test('is started again after a crash; calls under way are told', async () => {
    const quit = vi.fn()
    const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() }
    const options = { entry, library, log, quit, onRunning: async () => {}, onGivenUp: async () => false }
    const engine = keepEngine(options)
    const first = await engine.current()
    const page = connect<Engine>(emitterPort(first.openPage()))
    await page('system.info', {})
    const watching = page('jobs.watch', {})
    process.kill(forked.at(-1)?.pid as number, 'SIGKILL')
    await expect(watching).rejects.toMatchObject({ code: 'disconnected' })
    const startedAgain = async () => {
      const child = await engine.current()
      expect(child).not.toBe(first)
      return child
    }
    const second = await vi.waitFor(startedAgain, { timeout: 60_000 })
    expect(await connect<Engine>(emitterPort(second.openPage()))('system.info', {})).toMatchObject({ library })
    await engine.stop()
    expect(quit).not.toHaveBeenCalled()
  })
})
