import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { expect, type Page } from '@playwright/test'
import sharp from 'sharp'
import { settled } from './settled.ts'

const folder = resolve(import.meta.dirname, '../../../docs/screens')
const writes = process.env.DAGUERRE_PICTURES === '1'

/**
 * A picture of the screen as it is now. It is taken on every run, so that it cannot go stale unnoticed, and written to
 * docs/screens when DAGUERRE_PICTURES=1. Only pictures drawn by our own scripts may be on it.
 */
export async function takeScreen(page: Page, name: string): Promise<void> {
  await settled(page)
  const showFolder = await hideFolder(page)
  const shot = await page.screenshot({ animations: 'disabled' })
  await showFolder()
  const { entropy } = await sharp(shot).stats()
  // An empty or half-drawn page is nearly one colour.
  expect(entropy).toBeGreaterThan(1)
  if (!writes) return
  await mkdir(folder, { recursive: true })
  await sharp(shot)
    .resize({ width: 1280 })
    .png({ palette: true, colours: 128, effort: 10 })
    .toFile(join(folder, `${name}.png`))
}

/** The folder of a test's library is nobody's business; it is the last of the facts. */
async function hideFolder(page: Page): Promise<() => Promise<void>> {
  const place = page.locator('dl').last().locator('dd').last()
  if ((await place.count()) === 0) return async () => undefined
  const told = await place.textContent()
  const say = (text: string) =>
    place.evaluate((line, words) => {
      const { firstChild } = line as unknown as { firstChild: { nodeValue: string } | null }
      if (firstChild) firstChild.nodeValue = words
    }, text)
  await say('Pictures/Daguerre/Originals')
  return () => say(told ?? '')
}
