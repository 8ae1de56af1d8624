import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { expect, type Page } from '@playwright/test'
import sharp from 'sharp'

const folder = resolve(import.meta.dirname, '../../../docs/screens')
const writes = process.env.DAGUERRE_PICTURES === '1'

/**
 * A picture of the screen as it is now. It is taken on every run, so that it cannot go stale unnoticed, and written to
 * docs/screens when DAGUERRE_PICTURES=1. Only pictures drawn by our own scripts may be on it.
 */
export async function takeScreen(page: Page, name: string): Promise<void> {
  // What fades in or slides has not its place yet.
  await page.waitForTimeout(250)
  const shot = await page.screenshot({ animations: 'disabled' })
  const { entropy } = await sharp(shot).stats()
  // An empty or half-drawn page is nearly one colour.
  expect(entropy).toBeGreaterThan(1)
  if (!writes) return
  await mkdir(folder, { recursive: true })
  await sharp(shot)
    .png({ palette: true, colours: 128, effort: 10 })
    .toFile(join(folder, `${name}.png`))
}
