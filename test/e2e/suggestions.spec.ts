import type { Locator } from '@playwright/test'
import sharp from 'sharp'
import { oldPhoto } from './support/pictures.ts'
import { scannedPage } from './support/scans.ts'
import { expect, gallery, importPictures, openPicture, test } from './support/studio.ts'

const turnOf = (box: Locator) =>
  box.evaluate((each) => (each as unknown as { style: { transform: string } }).style.transform)

test('of two scans that look alike the smaller one is offered to go, by its name', async ({ studio }) => {
  const small = await oldPhoto('a small scan.jpg', { seed: 3 })
  const large = await sharp(small.buffer).resize(900).jpeg({ quality: 90 }).toBuffer()
  await importPictures(studio, [small, { ...small, name: 'the large scan.jpg', buffer: large }])
  await studio.getByRole('button', { name: '1 suggestion' }).click()
  const review = studio.getByRole('dialog', { name: 'Suggestions' })
  await expect(review.getByText(/a small scan\.jpg/)).toBeVisible()
  await expect(review.getByText(/900 × 675/)).toBeVisible()
  await review.getByRole('button', { name: 'Remove the smaller one…' }).click()
  const question = studio.getByRole('alertdialog', { name: 'Remove “a small scan.jpg” from the library?' })
  await question.getByRole('button', { name: 'Remove', exact: true }).click()
  await expect(review.getByText('Nothing is left to decide.')).toBeVisible()
  await studio.keyboard.press('Escape')
  await expect(gallery(studio).getByRole('gridcell')).toHaveCount(1)
  await expect(gallery(studio).getByRole('gridcell', { name: 'the large scan.jpg' })).toBeVisible()
})

test('boxes are added, turned and removed by mouse and keys, and a cancelled split leaves nothing', async ({
  studio,
}) => {
  await importPictures(studio, [await scannedPage('page.jpg')])
  await studio.getByRole('button', { name: '1 suggestion' }).click()
  await studio.getByRole('button', { name: 'Split…' }).click()
  const split = studio.getByRole('dialog', { name: 'Photos on this page' })
  const box = (number: number) => split.getByRole('button', { name: new RegExp(`^Photo ${number} of`) })
  await box(2).focus()
  const turned = await turnOf(box(2))
  await split.getByRole('button', { name: 'Turn box 2 to the right' }).click()
  expect(await turnOf(box(2))).not.toBe(turned)
  await split.getByRole('button', { name: 'Turn box 2 to the left' }).click()
  expect(await turnOf(box(2))).toBe(turned)

  await split.getByRole('button', { name: 'Add a box' }).click()
  await expect(box(5)).toBeFocused()
  await expect(split.getByRole('button', { name: 'Remove box 5' })).toBeVisible()
  await expect(box(5)).toHaveAttribute('aria-current', 'true')
  await studio.keyboard.press('Delete')
  await expect(box(4)).toBeFocused()
  await studio.keyboard.press('Delete')
  await expect(split.getByRole('button', { name: 'Add 3 photos' })).toBeVisible()
  await split.getByRole('button', { name: 'Cancel' }).click()
  await studio.getByRole('button', { name: 'Split…' }).click()
  await expect(split.getByRole('button', { name: 'Add 4 photos' })).toBeVisible()
})

test('a page that was put off, or not seen to be one, is split later by hand', async ({ studio }) => {
  await importPictures(studio, [await oldPhoto('one print.jpg')])
  await openPicture(studio, 'one print.jpg')
  await studio
    .getByRole('region', { name: 'About this picture' })
    .getByRole('button', { name: 'Split into photos…' })
    .click()
  const split = studio.getByRole('dialog', { name: 'Photos on this page' })
  await expect(split.getByRole('button', { name: /^Add \d photo/ })).toBeVisible()
  while ((await split.getByRole('button', { name: /^Photo \d/ }).count()) > 0)
    await split.getByRole('button', { name: /^Remove box/ }).click()
  await expect(split.getByRole('button', { name: 'Add 0 photos' })).toBeDisabled()
  for (let i = 0; i < 2; i++) {
    await split.getByRole('button', { name: 'Add a box' }).click()
    // Not twice the same piece: that would be one picture.
    await studio.keyboard.press(i === 0 ? 'ArrowLeft' : 'ArrowRight')
  }
  await split.getByRole('button', { name: 'Add 2 photos' }).click()
  await expect(studio.getByText('2 photos were added. The page is still there.')).toBeVisible({ timeout: 60_000 })
})
