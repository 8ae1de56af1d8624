import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Page } from '@playwright/test'
import sharp from 'sharp'
import { familyAlbum } from '../../resources/sample/prints.ts'
import { expect, gallery, importPictures, openPicture, restore, test } from './support/studio.ts'

/**
 * The README's pictures. They are taken on every run, so that they cannot go stale unnoticed, and written to
 * docs/pictures when DAGUERRE_PICTURES=1.
 */
const folder = resolve(import.meta.dirname, '../../docs/pictures')
const writes = process.env.DAGUERRE_PICTURES === '1'

async function take(studio: Page, name: string): Promise<void> {
  const shot = await studio.screenshot({ animations: 'disabled' })
  const { entropy } = await sharp(shot).stats()
  // An empty or half-drawn page is nearly one colour.
  expect(entropy).toBeGreaterThan(1)
  if (!writes) return
  await mkdir(folder, { recursive: true })
  await sharp(shot)
    .png({ palette: true, colours: 255, effort: 10 })
    .toFile(join(folder, `${name}.png`))
}

test.use({ viewport: { width: 1280, height: 800 } })

test('the pictures of the README', async ({ studio }) => {
  test.setTimeout(240_000)
  await importPictures(studio, await familyAlbum())
  await expect(gallery(studio).getByRole('gridcell')).toHaveCount(10)
  await openPicture(studio, 'Grandmother.jpg')
  await restore(studio)
  await studio.mouse.move(640, 30)
  await expect(studio.getByRole('region', { name: 'How true is it?' })).toContainText('dB')
  await expect(studio.getByText('Grandmother.jpg is restored.')).toBeHidden({ timeout: 40_000 })
  await take(studio, 'restore-dark')
  await studio.emulateMedia({ colorScheme: 'light' })
  await take(studio, 'restore-light')
  await studio.getByRole('button', { name: 'Library', exact: true }).click()
  await expect(gallery(studio).getByRole('gridcell')).toHaveCount(10)
  await studio.getByRole('button', { name: 'Dismiss' }).first().click({ timeout: 10_000 })
  await studio.mouse.move(640, 30)
  await take(studio, 'library-light')
  await studio.emulateMedia({ colorScheme: 'dark' })
  await take(studio, 'library-dark')
})
