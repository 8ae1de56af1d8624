import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { familyAlbum } from '../../resources/sample/prints.ts'
import { oldPhoto, oldPhotos } from './support/pictures.ts'
import { scannedPage } from './support/scans.ts'
import { takeScreen } from './support/screens.ts'
import { expect, gallery, importPictures, picture, test } from './support/studio.ts'

test.use({ viewport: { width: 1280, height: 800 } })

async function expectAccessible(page: Page, where: string): Promise<void> {
  await page.waitForTimeout(350)
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    // `region` is no part of WCAG; popovers lie outside the landmarks because they lie over them.
    .disableRules(['region'])
    .analyze()
  expect(violations.map(({ id, nodes }) => `${where}: ${id}: ${nodes.map((node) => node.html).join(' | ')}`)).toEqual(
    [],
  )
}

const light = (page: Page) => page.emulateMedia({ colorScheme: 'light' })
const dark = (page: Page) => page.emulateMedia({ colorScheme: 'dark' })

/** Dates a picture by keys: opens what is known about it, and says when it was. */
async function date(page: Page, name: string, said: string): Promise<void> {
  await picture(page, name).focus()
  await page.keyboard.press('t')
  const dialog = page.getByRole('dialog', { name: 'About this picture' })
  await dialog.getByRole('textbox', { name: 'When was it?' }).fill(said)
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
}

test('a weekend in the gallery: dates, people, stars, albums, filters, years', async ({ studio }) => {
  test.setTimeout(300_000)
  await takeScreen(studio, 'welcome-dark')
  await expectAccessible(studio, 'welcome')
  const album = (await familyAlbum()).slice(0, 6)
  await importPictures(studio, album)
  await expect(gallery(studio).getByRole('gridcell')).toHaveCount(6)

  await date(studio, 'Grandmother.jpg', 'c. 1935')
  await date(studio, 'The garden.jpg', 'summer 1951')
  await date(studio, 'Church street.jpg', '1940s')
  await date(studio, 'The bicycle.jpg', '三十年代')
  await studio.getByRole('button', { name: /Order/ }).click()
  await studio.getByRole('option', { name: 'Date' }).click()
  for (const heading of ['1930s', '1935', '1940s', '1951', 'Undated'])
    await expect(gallery(studio).getByRole('rowheader', { name: heading, exact: false })).toHaveCount(1)

  const grandmother = studio.getByRole('gridcell', { name: /^Grandmother\.jpg/ })
  await grandmother.focus()
  await studio.keyboard.press('4')
  await expect(studio.getByRole('gridcell', { name: /^Grandmother\.jpg, c\. 1935, 4 stars/ })).toBeVisible()
  await studio.keyboard.press('p')
  await studio.keyboard.press('t')
  const about = studio.getByRole('dialog', { name: 'About this picture' })
  await about.getByRole('combobox', { name: 'Who is in it?' }).fill('Anna')
  await studio.keyboard.press('Enter')
  await expect(about.getByRole('button', { name: 'Take Anna away' })).toBeVisible()
  await about.getByRole('combobox', { name: 'Tags' }).fill('portrait, studio')
  await studio.keyboard.press('Enter')
  await expect(about.getByRole('listitem')).toHaveCount(3)
  await expectAccessible(studio, 'about a picture')
  await takeScreen(studio, 'describe-dark')
  await studio.keyboard.press('Escape')

  await studio.getByRole('button', { name: 'Anna 1' }).click()
  await expect(gallery(studio).getByRole('gridcell')).toHaveCount(1)
  await studio.getByRole('button', { name: 'Remove the filter Anna' }).click()
  await expect(gallery(studio).getByRole('gridcell')).toHaveCount(6)
  await studio.getByRole('searchbox').fill('anna')
  await expect(gallery(studio).getByRole('gridcell')).toHaveCount(1)
  await studio.getByRole('searchbox').fill('')
  await expect(gallery(studio).getByRole('gridcell')).toHaveCount(6)

  await gallery(studio).getByRole('gridcell').first().focus()
  await studio.keyboard.press('Control+a')
  await studio.getByRole('button', { name: 'Album', exact: true }).click()
  await studio.getByRole('menuitem', { name: 'New album…' }).click()
  await studio.getByRole('textbox', { name: 'Name' }).fill('Summer house')
  await studio.keyboard.press('Enter')
  await expect(studio.getByRole('button', { name: 'Summer house 6' })).toBeVisible()
  await takeScreen(studio, 'library-dates-dark')
  await expectAccessible(studio, 'library by date, dark')
  await light(studio)
  await expectAccessible(studio, 'library by date, light')
  await studio.keyboard.press('Escape')
  await studio.getByRole('button', { name: 'Filter' }).click()
  await expectAccessible(studio, 'filters')
  await takeScreen(studio, 'library-filter-light')
  await studio.keyboard.press('Escape')
  await dark(studio)
})

test('an album is put in order by keys', async ({ studio }) => {
  await importPictures(studio, await oldPhotos(3))
  await expect(gallery(studio).getByRole('gridcell')).toHaveCount(3)
  await gallery(studio).getByRole('gridcell').first().focus()
  await studio.keyboard.press('Control+a')
  await studio.getByRole('button', { name: 'Album', exact: true }).click()
  await studio.getByRole('menuitem', { name: 'New album…' }).click()
  await studio.getByRole('textbox', { name: 'Name' }).fill('Summer house')
  await studio.keyboard.press('Enter')
  await studio.getByRole('button', { name: 'Summer house 3' }).click()
  await expect(studio.getByRole('heading', { name: 'Summer house' })).toBeVisible()
  const first = gallery(studio).getByRole('gridcell').first()
  await expect(first).toHaveAccessibleName('family-03.jpg')
  await first.focus()
  await studio.keyboard.press('Control+Shift+ArrowRight')
  await expect(first).toHaveAccessibleName('family-02.jpg')
})

test('from the first launch to an exported album in five clicks', async ({ studio }) => {
  test.setTimeout(240_000)
  let clicks = 0
  const click = async (target: ReturnType<Page['getByRole']>) => {
    clicks++
    await target.click()
  }
  const chooser = studio.waitForEvent('filechooser')
  await click(studio.getByRole('button', { name: 'Open photos One' }))
  await (await chooser).setFiles([await oldPhoto('a.jpg', { seed: 1 }), await oldPhoto('b.jpg', { seed: 2 })])
  await click(studio.getByRole('button', { name: 'Restore all 2' }))
  await expect(gallery(studio).getByRole('gridcell', { name: /Restored/ })).toHaveCount(2, { timeout: 90_000 })
  await gallery(studio).getByRole('gridcell').first().focus()
  await studio.keyboard.press('Control+a')
  await click(studio.getByRole('button', { name: 'Export 2' }))
  const dialog = studio.getByRole('dialog', { name: 'Export' })
  for (const purpose of ['Keep forever', 'Print', 'Before/after']) {
    await dialog.getByRole('radio', { name: purpose }).focus()
    await studio.keyboard.press('Space')
    await expect(dialog.getByText(/^about [\d.]+/)).toBeVisible()
    await takeScreen(studio, `export-${purpose.toLowerCase().replaceAll(/\W/g, '-')}-dark`)
  }
  await click(dialog.getByText('Page and contact sheet'))
  await expectAccessible(studio, 'export, album')
  await takeScreen(studio, 'export-album-dark')
  await click(dialog.getByRole('button', { name: 'Export 2 pictures' }))
  const done = studio.getByRole('dialog', { name: 'Exported' })
  await expect(done.getByText('Family album.zip')).toBeVisible({ timeout: 60_000 })
  expect(clicks).toBeLessThanOrEqual(5)
  const download = studio.waitForEvent('download')
  await done.getByRole('link', { name: 'Save' }).click()
  expect((await download).suggestedFilename()).toBe('Family album.zip')
})

test('an import suggests and does nothing by itself: a page is split, front and back are joined', async ({
  studio,
}) => {
  test.setTimeout(180_000)
  const front = await oldPhoto('wedding.jpg', { seed: 7 })
  const back = await oldPhoto('wedding_b.jpg', { seed: 13, width: 300, height: 300 })
  await importPictures(studio, [await scannedPage('page 1.jpg'), front, back])
  await expect(gallery(studio).getByRole('gridcell')).toHaveCount(3)
  await studio.getByRole('button', { name: /suggestion/ }).click()
  const review = studio.getByRole('dialog', { name: 'Suggestions' })
  await expect(review.getByText('page 1.jpg: 4 photos')).toBeVisible()
  await expectAccessible(studio, 'suggestions')
  await takeScreen(studio, 'import-suggestions-dark')
  await review.getByRole('button', { name: 'Join' }).click()
  await expect(review.getByText('wedding.jpg and wedding_b.jpg')).toBeHidden()
  await review.getByRole('button', { name: 'Split…' }).click()
  const split = studio.getByRole('dialog', { name: 'Photos on this page' })
  const boxes = split.getByRole('button', { name: /^Photo \d of 4/ })
  await expect(boxes).toHaveCount(4)
  const place = () => boxes.first().evaluate((box) => (box as unknown as { style: { left: string } }).style.left)
  const was = await place()
  await boxes.first().focus()
  await studio.keyboard.press('ArrowRight')
  expect(await place()).not.toBe(was)
  await studio.keyboard.press('ArrowLeft')
  await expectAccessible(studio, 'boxes on a page')
  await takeScreen(studio, 'import-split-dark')
  await split.getByRole('button', { name: 'Add 4 photos' }).click()
  await expect(studio.getByText('4 photos were added. The page is still there.')).toBeVisible({ timeout: 60_000 })
  await studio.keyboard.press('Escape')
  await expect(gallery(studio).getByRole('gridcell')).toHaveCount(6)
  await expect(gallery(studio).getByRole('gridcell', { name: /page 1\.jpg, 4 photos on it/ })).toBeVisible()
  await expect(gallery(studio).getByRole('gridcell', { name: /wedding\.jpg, Front \+ back/ })).toBeVisible()
  await takeScreen(studio, 'library-badges-dark')
})
