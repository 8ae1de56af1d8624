import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { test as base, expect, type Page } from '@playwright/test'
import { srvgg } from '../../src/engine/models/testing/networks.ts'
import { callOf, writePth } from '../../src/engine/models/testing/write-pth.ts'
import { oldPhoto } from './support/pictures.ts'
import { takeScreen } from './support/screens.ts'
import { startServer } from './support/server.ts'
import { importPictures, watchForFaults } from './support/studio.ts'

const model = writePth(srvgg(), 'params')
const sum = createHash('sha256').update(model).digest('hex')

/** The authors' home, on this computer: it can be told to keep a download waiting. */
interface Home {
  slow: boolean
}

const test = base.extend<{ home: Home; studio: Page; library: string }>({
  library: async ({ browserName }, use) => {
    const folder = await mkdtemp(join(tmpdir(), `daguerre-models-${browserName}-`))
    await use(folder)
    await rm(folder, { recursive: true, force: true })
  },
  home: async ({ library }, use) => {
    const home: Home = { slow: false }
    const server: Server = createServer((request, answer) => {
      if (request.url === '/gone.pth') return answer.writeHead(404).end()
      answer.setHeader('content-length', model.length)
      if (!home.slow) return answer.end(model)
      return answer.write(model.subarray(0, 500))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    await writeFile(join(library, 'catalog.json'), JSON.stringify(catalogOf(at)))
    await use(home)
    server.closeAllConnections()
    server.close()
  },
  studio: async ({ page, library, home }, use) => {
    home.slow = false
    const server = await startServer(library, ['--model-catalog', join(library, 'catalog.json')])
    const faults = watchForFaults(page)
    await page.goto(server.address)
    await page.getByRole('button', { name: 'Models' }).click()
    await expect(page.getByRole('heading', { name: 'Models', level: 1 })).toBeVisible()
    await use(page)
    expect(faults).toEqual([])
    await server.stop()
  },
})

const entry = (id: string, more: object) => ({
  id,
  name: id,
  task: 'upscale',
  architecture: 'SRVGGNetCompact',
  goodFor: { en: 'Drawings of a test.', 'zh-CN': '测试图画。' },
  licence: { name: 'CC BY-NC 4.0', nonCommercial: true },
  page: 'https://github.com/daguerre/none',
  ...more,
})
function catalogOf(at: string) {
  const download = { bytes: model.length, sha256: sum, sumStatedBy: 'the test that made it' }
  return {
    version: 1,
    models: [
      entry('tiny-x2', { download: { ...download, url: `${at}/tiny.pth` } }),
      entry('gone-x2', { download: { ...download, url: `${at}/gone.pth` } }),
      entry('by-hand-x2', { byHand: { en: 'Ask its authors.', 'zh-CN': '请询问作者。' } }),
    ],
  }
}

const item = (page: Page, name: string) => page.getByRole('listitem', { name })
const group = (page: Page, name: string) => page.getByRole('region', { name })

test('a model is downloaded, measured and removed', async ({ studio, home, library }) => {
  home.slow = true
  const tiny = item(studio, 'tiny-x2')
  await expect(tiny).toContainText('not for commercial use')
  await tiny.getByRole('button', { name: /^Download/ }).click()
  await expect(tiny.getByRole('progressbar')).toBeVisible()
  await tiny.getByRole('button', { name: 'Cancel' }).click()
  await expect(tiny.getByRole('button', { name: /^Download/ })).toBeVisible()
  expect(await readdir(join(library, 'models'))).toEqual(['.downloads'])

  home.slow = false
  await tiny.getByRole('button', { name: /^Download/ }).click()
  await expect(group(studio, 'Installed by you').getByRole('listitem', { name: 'tiny-x2' })).toBeVisible()
  await expect(tiny).toContainText('Downloaded')
  await tiny.getByText('Origin and checksum').click()
  await expect(tiny).toContainText(sum)

  await tiny.getByRole('button', { name: /^Measure/ }).click()
  await expect(tiny).toContainText('s per megapixel here')

  await tiny.getByRole('button', { name: /^Remove/ }).click()
  await studio.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click()
  await expect(group(studio, 'Can be downloaded').getByRole('listitem', { name: 'tiny-x2' })).toBeVisible()
  expect(await readdir(join(library, 'models'))).toEqual(expect.not.arrayContaining(['tiny-x2']))
})

test('what cannot be had or is dangerous is told in one sentence', async ({ studio, library }) => {
  const gone = item(studio, 'gone-x2')
  await gone.getByRole('button', { name: /^Download/ }).click()
  await expect(gone.getByRole('alert')).toContainText('404')

  const evil = join(library, 'evil.pth')
  await writeFile(evil, writePth(srvgg(), undefined, [['x', callOf('os.system', 'true')]]))
  const chooser = studio.waitForEvent('filechooser')
  await studio.getByRole('button', { name: 'Import a model file…' }).click()
  await (await chooser).setFiles([evil])
  await expect(studio.getByRole('alert').filter({ hasText: 'evil' })).toContainText('program code (os.system)')
  await studio.getByRole('button', { name: 'Dismiss' }).click()

  const mine = join(library, 'My Own.pth')
  await writeFile(mine, model)
  const again = studio.waitForEvent('filechooser')
  await studio.getByRole('button', { name: 'Import a model file…' }).click()
  await (await again).setFiles([mine])
  await expect(group(studio, 'Installed by you').getByRole('listitem', { name: 'My Own' })).toContainText('Imported')
  // What the browser handed over has served its purpose.
  expect(await readdir(join(library, 'Originals'))).toEqual([])
})

test('the page is accessible in both themes and languages', async ({ studio }) => {
  await item(studio, 'tiny-x2').getByText('Origin and checksum').click()
  for (const colorScheme of ['dark', 'light'] as const) {
    await studio.emulateMedia({ colorScheme })
    await studio.waitForTimeout(300)
    const { violations } = await new AxeBuilder({ page: studio }).disableRules(['region']).analyze()
    expect(violations.map(({ id, nodes }) => `${colorScheme} ${id} ${nodes[0]?.html}`)).toEqual([])
  }
  await studio.keyboard.press('g')
  await studio.keyboard.press('m')
  await expect(studio.getByRole('heading', { name: 'Models', level: 1 })).toBeVisible()
})

test('what a model does is shown on a photo of the user, beside what it was', async ({ studio }) => {
  test.setTimeout(180_000)
  const denoising = item(studio, 'Denoising')
  await expect(denoising).toBeVisible()
  await expect(denoising.getByRole('button', { name: /^Show on my photo/ })).toBeHidden()
  await studio.keyboard.press('g')
  await importPictures(studio, [await oldPhoto('grandmother.jpg')])
  await expect(studio.getByRole('gridcell', { name: 'grandmother.jpg' })).toBeVisible()
  await studio.keyboard.press('m')
  for (const name of ['Denoising', 'Colour for black-and-white photos', 'Clean enlargement x2']) {
    const model = item(studio, name)
    await model.getByRole('button', { name: /^Show on my photo/ }).click()
    await expect(model.getByRole('img', { name: 'grandmother.jpg as it is' })).toBeVisible({ timeout: 60_000 })
    await expect(model.getByRole('img', { name: /^grandmother.jpg after/ })).toBeVisible({ timeout: 60_000 })
    await expect(model.getByText(/^grandmother.jpg · not saved/)).toBeVisible()
  }
  const { violations } = await new AxeBuilder({ page: studio }).disableRules(['region']).analyze()
  expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([])
  await takeScreen(studio, 'models-trial-dark')
  await denoising.getByRole('button', { name: /^Hide before and after/ }).click()
  await expect(denoising.getByRole('img')).toHaveCount(0)
})
