import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect, type Page } from '@playwright/test'
import type { PictureFile } from './pictures.ts'
import { type RunningServer, startServer } from './server.ts'

export { expect } from '@playwright/test'

interface StudioFixtures {
  readonly library: string
  readonly server: RunningServer
  /** A page that is in the studio and has seen no fault: script errors and refused content fail the test. */
  readonly studio: Page
}

export const test = base.extend<StudioFixtures>({
  library: async ({ browserName }, use) => {
    const folder = await mkdtemp(join(tmpdir(), `daguerre-e2e-${browserName}-`))
    await use(folder)
    await rm(folder, { recursive: true, force: true })
  },
  server: async ({ library }, use) => {
    const server = await startServer(library)
    await use(server)
    await server.stop()
  },
  studio: async ({ page, server }, use) => {
    const faults = watchForFaults(page)
    await page.goto(server.address)
    await expect(page.getByRole('navigation', { name: /Rooms|工作区/ })).toBeVisible()
    await use(page)
    expect(faults).toEqual([])
  },
})

/** What the browser itself says when the engine is gone on purpose: the page tells the user in its own words. */
const expected = /WebSocket connection to|net::ERR_CONNECTION_REFUSED|status of 503/

/** Collects what must not happen: anything the page calls an error, and whatever its content security policy refused. */
export function watchForFaults(page: Page): string[] {
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(String(error)))
  page.on('console', (message) => {
    const text = message.text()
    if (message.type() === 'error' && !expected.test(text)) faults.push(text)
  })
  return faults
}

/** Through the file chooser, as a user would. */
export async function importPictures(page: Page, files: readonly PictureFile[]): Promise<void> {
  const chooser = page.waitForEvent('filechooser')
  const welcome = page.getByRole('button', { name: 'Open photos One' })
  if (await welcome.isVisible()) await welcome.click()
  else {
    await page.getByRole('button', { name: 'Import' }).click()
    await page.getByRole('menuitem', { name: 'Open photos…' }).click()
  }
  await (await chooser).setFiles([...files])
}

export const gallery = (page: Page) => page.getByRole('grid', { name: 'Pictures' })

export const picture = (page: Page, name: string) => gallery(page).getByRole('gridcell', { name })

/** Opens a picture and waits until the studio has looked at it. */
export async function openPicture(page: Page, name: string): Promise<void> {
  await picture(page, name).click()
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
  await expect(restoreButton(page)).toBeEnabled()
}

/** The one primary button of the Restore screen. */
export const restoreButton = (page: Page) =>
  page.getByRole('region', { name: 'What I found' }).getByRole('button', { name: /^Restore/ })

/** Presses the one button and waits for the version it makes. */
export async function restore(page: Page): Promise<void> {
  const made = page.getByRole('region', { name: 'Versions' }).getByRole('listitem')
  const before = await made.count()
  await restoreButton(page).click()
  await expect(made).toHaveCount(before + 1, { timeout: 60_000 })
}
