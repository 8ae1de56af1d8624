import type { Page } from '@playwright/test'
import { countPointers, tabTo } from './support/keys.ts'
import { oldPhoto } from './support/pictures.ts'
import { expect, gallery, restoreButton, test } from './support/studio.ts'

const saved = async (page: Page, act: () => Promise<void>): Promise<string> => {
  const download = page.waitForEvent('download')
  await act()
  return (await download).suggestedFilename()
}

test('from the first launch to an exported restoration in five clicks', async ({ studio }) => {
  test.setTimeout(180_000)
  // Counted where they arrive, so that none is forgotten.
  await studio.evaluate(`addEventListener('click', ({ isTrusted }) => {
    window.clicks = (window.clicks ?? 0) + (isTrusted ? 1 : 0)
  }, true)`)
  await studio.getByRole('button', { name: /^Try a sample photo/ }).click()
  await expect(restoreButton(studio)).toBeEnabled({ timeout: 60_000 })
  await restoreButton(studio).click()
  const versions = studio.getByRole('region', { name: 'Versions' }).getByRole('listitem')
  await expect(versions).toHaveCount(2, { timeout: 90_000 })
  await studio.getByRole('button', { name: 'Export', exact: true }).click()
  await studio.getByRole('dialog', { name: 'Export' }).getByRole('button', { name: 'Export 1 picture' }).click()
  const done = studio.getByRole('dialog', { name: 'Exported' })
  expect(await saved(studio, () => done.getByRole('link', { name: 'Save' }).click())).toMatch(/_restored\.jpg$/)
  expect(await studio.evaluate('window.clicks')).toBeLessThanOrEqual(5)
})

test('from the first launch to an exported restoration by keyboard alone, in the middle of which the page is loaded anew', async ({
  studio,
}) => {
  test.setTimeout(240_000)
  const pointers = await countPointers(studio)
  const chooser = studio.waitForEvent('filechooser')
  await tabTo(studio, studio.getByRole('button', { name: /^Open photos/ }))
  await studio.keyboard.press('Enter')
  await (await chooser).setFiles([await oldPhoto('aunt.jpg', { seed: 3 }), await oldPhoto('uncle.jpg', { seed: 4 })])
  const cells = gallery(studio).getByRole('gridcell')
  await expect(cells).toHaveCount(2)
  await tabTo(studio, cells.first())
  await studio.keyboard.press('ArrowRight')
  await studio.keyboard.press('3')
  await expect(cells.nth(1)).toHaveAccessibleName(/3 stars/)
  await studio.keyboard.press('Enter')
  await expect(restoreButton(studio)).toBeEnabled()

  // A step is added and set, a place protected, all by keys.
  await tabTo(studio, studio.getByRole('radio', { name: 'Faithful' }))
  await studio.keyboard.press('ArrowRight')
  await expect(studio.getByRole('radio', { name: 'Gentle' })).toBeChecked()
  await tabTo(studio, studio.getByRole('group', { name: /^Picture:/ }))
  await studio.keyboard.press('q')
  const brush = studio.getByRole('region', { name: 'Brush' })
  await studio.keyboard.press('Enter')
  await studio.keyboard.press('Shift+ArrowRight')
  await studio.keyboard.press('Enter')
  await expect(brush.getByText('2 strokes')).toBeVisible()
  await studio.keyboard.press('q')
  await expect(brush).toBeHidden()
  await studio.reload()
  await expect(studio.getByRole('list', { name: 'Painted on the picture' })).toContainText('2 strokes')
  await expect(restoreButton(studio)).toBeEnabled()
  await studio.keyboard.press('Control+Enter')
  const versions = studio.getByRole('region', { name: 'Versions' }).getByRole('listitem')
  await expect(versions).toHaveCount(2, { timeout: 90_000 })

  const divider = studio.getByRole('slider', { name: 'Divider between scan and version' })
  await tabTo(studio, divider)
  await studio.keyboard.press('ArrowLeft')
  await expect(divider).toHaveAttribute('aria-valuenow', '48')
  await studio.keyboard.press('Control+e')
  const dialog = studio.getByRole('dialog', { name: 'Export' })
  await tabTo(studio, dialog.getByRole('radio', { name: /^Share/ }))
  await studio.keyboard.press('ArrowRight')
  await expect(dialog.getByRole('radio', { name: /^Keep forever/ })).toBeChecked()
  await tabTo(studio, dialog.getByRole('button', { name: 'Export 1 picture' }))
  await studio.keyboard.press('Enter')
  const done = studio.getByRole('dialog', { name: 'Exported' })
  await tabTo(studio, done.getByRole('link', { name: 'Save' }))
  expect(await saved(studio, () => studio.keyboard.press('Enter'))).toMatch(/_restored\.tif$/)
  expect(await pointers()).toBe(0)
})
