import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { expect, type Page } from '@playwright/test'
import sharp from 'sharp'

const folder = resolve(import.meta.dirname, '../../../docs/screens')
const writes = process.env.DAGUERRE_PICTURES === '1'

/** Takes a screen on every run, so that it cannot go stale unnoticed; writes it to docs/screens when DAGUERRE_PICTURES=1. */
export async function takeScreen(page: Page, name: string): Promise<void> {
  const shot = await page.screenshot({ animations: 'disabled' })
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
