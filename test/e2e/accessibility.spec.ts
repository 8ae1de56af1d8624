import type { Page } from '@playwright/test'
import { expectAccessible } from './support/accessible.ts'
import { oldPhotos } from './support/pictures.ts'
import { expect, importPictures, openPicture, restore, test } from './support/studio.ts'

test('the welcome is accessible in both themes', async ({ studio }) => {
  await expect(studio.getByRole('heading', { name: 'Bring in the old photos' })).toBeVisible()
  await expectAccessible(studio, 'welcome, dark')
  await studio.emulateMedia({ colorScheme: 'light' })
  await expectAccessible(studio, 'welcome, light')
})

test('in Chinese nothing English is left, and it is as accessible', async ({ studio }) => {
  await importPictures(studio, await oldPhotos(2))
  await openPicture(studio, 'family-01.jpg')
  await restore(studio)
  // What was said before stays as it was said.
  await studio.getByRole('button', { name: 'Dismiss' }).click()
  await studio.getByRole('button', { name: 'Settings' }).click()
  await studio.getByRole('button', { name: /Language/ }).click()
  await studio.getByRole('option', { name: '简体中文' }).click()
  await expect(studio.getByRole('dialog', { name: '设置' })).toBeVisible()
  await expect(studio.locator('html')).toHaveAttribute('lang', 'zh-CN')
  await studio.keyboard.press('Escape')
  await studio.keyboard.press('q')
  await studio.keyboard.press('v')
  await expect(studio.getByTestId('preview')).toBeVisible()
  await expectAccessible(studio, 'restore, Chinese')
  await expectChinese(studio)
  await studio.keyboard.press('g')
  await expect(studio.getByRole('gridcell')).toHaveCount(2)
  await expectAccessible(studio, 'library, Chinese')
  await expectChinese(studio)
})

/** Names of files, formats and keys, units and the product's own name may stay. */
const untranslated = /Daguerre|family-\d+\.jpg|JPEG|PNG|CPU|dB|kB|MB|MP|Originals|\/\S+|\b\d+:\d+|×|:|Ctrl|Alt|Shift/g

async function expectChinese(page: Page): Promise<void> {
  const text = String(await page.evaluate('document.body.innerText')).replaceAll(untranslated, '')
  expect(text.match(/[A-Za-z]{2,}/g) ?? []).toEqual([])
}
