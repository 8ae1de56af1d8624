import type { Page } from '@playwright/test'
import { familyAlbum } from '../../resources/sample/prints.ts'
import { expectAccessible } from './support/accessible.ts'
import { shoot } from './support/shoot.ts'
import { expect, gallery, importPictures, openPicture, picture, test } from './support/studio.ts'

test('the language is chosen in the welcome, and stays', async ({ studio }) => {
  await shoot(studio, 'welcome-en')
  await studio.getByRole('radio', { name: '简体中文' }).click({ force: true })
  await expect(studio.getByRole('heading', { name: '把老照片带进来' })).toBeVisible()
  await expect(studio.locator('html')).toHaveAttribute('lang', 'zh-CN')
  await expectAccessible(studio, 'welcome in Chinese')
  await shoot(studio, 'welcome-zh')
  await studio.reload()
  await expect(studio.getByRole('radio', { name: '简体中文' })).toBeChecked()
  await studio.getByRole('radio', { name: 'English' }).click({ force: true })
  await expect(studio.locator('html')).toHaveAttribute('lang', 'en')
})

async function describe(page: Page, name: string, said: { date: string; place: string }): Promise<void> {
  await picture(page, name).focus()
  await page.keyboard.press('t')
  const dialog = page.getByRole('dialog', { name: 'About this picture' })
  await dialog.getByRole('textbox', { name: 'When was it?' }).fill(said.date)
  await page.keyboard.press('Enter')
  await dialog.getByRole('combobox', { name: 'Where was it?' }).fill(said.place)
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('button', { name: `Take ${said.place} away` })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
}

test('a gallery is narrowed by decade, place and damage', async ({ studio }) => {
  test.setTimeout(300_000)
  await importPictures(studio, (await familyAlbum()).slice(0, 4))
  const cells = gallery(studio).getByRole('gridcell')
  await expect(cells).toHaveCount(4)
  await describe(studio, 'Grandmother.jpg', { date: 'c. 1935', place: 'Linz' })
  await describe(studio, 'The garden.jpg', { date: '1930s', place: 'Linz' })
  await describe(studio, 'Church street.jpg', { date: '1951', place: 'Wien' })
  // Opened, it is looked at.
  await openPicture(studio, 'Grandmother.jpg')
  await studio.keyboard.press('g')

  await studio.getByRole('button', { name: 'Filter' }).click()
  const filter = studio.getByRole('dialog', { name: 'Filter' })
  await expect(filter.getByText('1 picture was looked at so far')).toBeVisible()
  await expectAccessible(studio, 'filters')
  await shoot(studio, 'filters-en')
  await filter.getByRole('button', { name: 'Look at 3 pictures' }).click()
  await expect(filter.getByText('4 pictures were looked at so far')).toBeVisible({ timeout: 120_000 })
  await expect(filter.getByRole('button', { name: /^Look at/ })).toBeHidden()
  await filter.getByRole('button', { name: /Decade$/ }).click()
  await expect(studio.getByRole('option', { name: '1950s 1' })).toBeVisible()
  await shoot(studio, 'filters-decades-en')
  await studio.getByRole('option', { name: '1930s 2' }).click()
  await expect(cells).toHaveCount(2)
  await filter.getByRole('button', { name: /Place$/ }).click()
  // With the decade in force, nothing of Wien is left.
  await expect(studio.getByRole('option')).toHaveText([/^Any$/, /^Linz/])
  await studio.getByRole('option', { name: /^Linz/ }).click()
  await filter.getByRole('button', { name: /Damage$/ }).click()
  const damage = studio.getByRole('option').nth(1)
  const found = Number(/\d+$/.exec((await damage.innerText()).trim())?.[0])
  await damage.click()
  await expect(cells).toHaveCount(found)
  await studio.keyboard.press('Escape')
  await expect(studio.getByRole('list', { name: 'Filters in force' }).getByRole('listitem')).toHaveCount(3)
  await shoot(studio, 'filtered-en')
  await studio.reload()
  await expect(studio.getByRole('list', { name: 'Filters in force' }).getByRole('listitem')).toHaveCount(3)
  await expect(cells).toHaveCount(found)
})
