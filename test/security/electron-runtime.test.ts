import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { chooseDoor, findElectron } from '../../src/launch/doors.ts'
import { root } from '../repo/sources.ts'

const around = {
  platform: process.platform,
  env: process.env,
  electron: join(root, 'node_modules/electron'),
  isRoot: process.getuid?.() === 0,
}
const executable = chooseDoor([], around).door === 'electron' ? findElectron(around) : undefined

/** The real thing, where it can be had. What it shows is proved without it as far as that goes: see docs/adr/0005. */
describe.skipIf(!executable)(executable ? 'in Electron' : 'skipped: no Electron runtime', () => {
  const folder = mkdtempSync(join(tmpdir(), 'daguerre-electron-'))
  let app: ElectronApplication
  let page: Page

  beforeAll(async () => {
    const args = [root, '--library', join(folder, 'library'), `--user-data-dir=${join(folder, 'user')}`]
    app = await _electron.launch({ args, ...(executable ? { executablePath: executable } : {}) })
    page = await app.firstWindow()
    await page.waitForLoadState('load')
  })
  afterAll(async () => {
    await app?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('the page comes from its own origin and has no Node', async () => {
    expect(page.url()).toBe('app://studio/')
    expect(
      await page.evaluate(() => [typeof Reflect.get(globalThis, 'process'), typeof Reflect.get(globalThis, 'require')]),
    ).toEqual(['undefined', 'undefined'])
    expect(await page.evaluate(() => Object.keys(Reflect.get(globalThis, 'daguerre') as object).sort())).toEqual([
      'grantsOf',
      'open',
    ])
  })

  test('the engine answers through the bridge', async () => {
    const answer = await page.evaluate(
      () =>
        new Promise((resolve) => {
          const bridge = Reflect.get(globalThis, 'daguerre') as {
            open(which: string, listener: object): { post(message: unknown): void }
          }
          const port = bridge.open('engine', { message: resolve, close: () => resolve('closed') })
          port.post({ t: 'call', id: 1, method: 'system.info', input: {} })
        }),
    )
    expect(answer).toMatchObject({ t: 'ok', id: 1, output: { library: join(folder, 'library') } })
  })

  test('the page can go nowhere else and reach no network', async () => {
    await page.evaluate("location.href = 'https://example.org/'")
    await page.waitForTimeout(500)
    expect(page.url()).toBe('app://studio/')
    expect(await page.evaluate(() => fetch('https://example.org/').then(String, () => 'refused'))).toBe('refused')
    expect(await page.evaluate("String(window.open('https://example.org/'))")).toBe('null')
  })
})
