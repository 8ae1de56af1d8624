import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import Sqlite from 'better-sqlite3'
import sharp from 'sharp'
import { catalogFile } from '../../src/engine/catalog/library.ts'
import { countPointers, tabTo } from './support/keys.ts'
import { oldPhoto } from './support/pictures.ts'
import { startServer } from './support/server.ts'
import { settled } from './support/settled.ts'
import { expect, importPictures, openPicture, restore, restoreButton, test, watchForFaults } from './support/studio.ts'

test('the sample becomes a written file by keys alone, and the focus goes back where it came from', async ({
  studio,
}) => {
  test.setTimeout(240_000)
  const pointers = await countPointers(studio)
  await tabTo(studio, studio.getByRole('button', { name: /^Try a sample photo/ }))
  await studio.keyboard.press('Enter')
  await expect(restoreButton(studio)).toBeEnabled({ timeout: 60_000 })
  await tabTo(studio, restoreButton(studio))
  await studio.keyboard.press('Enter')
  const versions = studio.getByRole('region', { name: 'Versions' }).getByRole('listitem')
  await expect(versions).toHaveCount(2, { timeout: 90_000 })

  const opener = studio.getByRole('button', { name: 'Export', exact: true })
  await tabTo(studio, opener)
  await studio.keyboard.press('Enter')
  const sheet = studio.getByRole('dialog', { name: 'Export' })
  await tabTo(studio, sheet.getByRole('button', { name: 'Export 1 picture' }))
  await studio.keyboard.press('Enter')
  const done = studio.getByRole('dialog', { name: 'Exported' })
  const link = done.getByRole('link', { name: 'Save' })
  await tabTo(studio, link)
  const download = studio.waitForEvent('download')
  await studio.keyboard.press('Enter')
  const { format, width } = await sharp(await readFile(await (await download).path())).metadata()
  expect(format).toBe('jpeg')
  expect(width).toBeGreaterThan(500)
  await studio.keyboard.press('Escape')
  await expect(done).toBeHidden()
  await expect(opener).toBeFocused()
  expect(await pointers()).toBe(0)
})

/** As an older build would have left it: what was made was made by networks that have been replaced since. */
function ageNetworks(library: string): void {
  const db = new Sqlite(join(library, catalogFile))
  const rows = db.prepare('SELECT id, recipe FROM restorations').all() as { id: string; recipe: string }[]
  for (const { id, recipe } of rows) {
    const older = recipe.replaceAll(/"sha256":"[0-9a-f]{64}"/g, `"sha256":"${'0'.repeat(64)}"`)
    expect(older).not.toBe(recipe)
    db.prepare('UPDATE restorations SET recipe = ? WHERE id = ?').run(older, id)
  }
  db.close()
}

test('a version of older networks is made again beside it, and both are compared', async ({
  studio,
  server,
  library,
  page,
}) => {
  test.setTimeout(240_000)
  await importPictures(studio, [await oldPhoto('uncle.jpg')])
  await openPicture(studio, 'uncle.jpg')
  await restore(studio)
  const versions = page.getByRole('region', { name: 'Versions' })
  await expect(versions.getByText(/^A newer network is here/)).toBeHidden()
  await page.goto('about:blank')
  await server.stop()
  ageNetworks(library)

  const again = await startServer(library)
  const faults = watchForFaults(page)
  try {
    await page.goto(again.address)
    await openPicture(page, 'uncle.jpg')
    await expect(versions.getByText(/^A newer network is here for: .*Enlarge/)).toBeVisible()
    await versions.getByRole('button', { name: 'Make it again and compare' }).click()
    const child = versions.getByRole('list').getByRole('list').getByRole('listitem')
    await expect(child).toHaveCount(1, { timeout: 90_000 })
    await expect(child.locator('[aria-current=true]')).toBeVisible()
    await expect(versions.getByText('Compared with')).toBeVisible()
    await expect(page.getByRole('slider', { name: 'Divider between scan and version' })).toBeVisible()
    await expect(versions.getByText(/^A newer network is here/)).toBeHidden()
    expect(faults).toEqual([])
  } finally {
    await page.goto('about:blank')
    await again.stop()
  }
})

const partOf = async (page: Page, from: number, to: number): Promise<string> => {
  await settled(page)
  const pane = await page.getByRole('group', { name: /^Picture:/ }).boundingBox()
  if (!pane) throw new Error('no picture')
  const { x, y, width, height } = pane
  const clip = { x: x + width * from, y, width: width * (to - from), height }
  const shot = await page.screenshot({ clip, animations: 'disabled' })
  return createHash('sha256').update(shot).digest('hex')
}

const show = (layer: Locator, isShown: boolean): Promise<void> =>
  layer.evaluate(
    (figure, opacity) => {
      Object.assign((figure as unknown as { style: object }).style, { opacity })
    },
    isShown ? '' : '0',
  )

test('each side of the divider shows its own, where a version was turned and cropped too', async ({ studio }) => {
  test.setTimeout(240_000)
  await importPictures(studio, [await oldPhoto('garden.jpg', { width: 480, height: 360 })])
  await openPicture(studio, 'garden.jpg')
  await studio.getByRole('button', { name: 'Add a step' }).click()
  await studio.getByRole('menuitem', { name: /^Turn/ }).click()
  const form = studio.getByRole('region', { name: /^Turn, straighten/ })
  await form.getByRole('slider', { name: 'Straighten' }).press('End')
  await form.getByRole('button', { name: /^Corners after straightening|Corners after straightening$/ }).click()
  await studio.getByRole('option', { name: 'Leave white' }).click()
  await restore(studio)
  await studio.keyboard.press('i')
  await expect(studio.getByTestId('invented-map')).toBeVisible()
  const made = studio.locator('figure').filter({ has: studio.getByTestId('invented-map') })
  const scan = studio.locator('figure').filter({ has: studio.getByRole('img', { name: 'garden.jpg, the scan' }) })
  // Away from the divider and its knob.
  for (const [alone, other, from, to] of [
    [made, scan, 0, 0.45],
    [scan, made, 0.55, 1],
  ] as const) {
    const both = await partOf(studio, from, to)
    await show(alone, false)
    expect(await partOf(studio, from, to)).toBe(both)
    await show(alone, true)
    await show(other, false)
    expect(await partOf(studio, from, to)).not.toBe(both)
    await show(other, true)
  }
})
