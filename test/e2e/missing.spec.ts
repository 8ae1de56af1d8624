import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { oldPhotos } from './support/pictures.ts'
import { expect, gallery, importPictures, openPicture, picture, restoreButton, test } from './support/studio.ts'

test('C34: files that were moved away are said to be missing, and found again where they came back', async ({
  studio,
  library,
}) => {
  await importPictures(studio, await oldPhotos(2))
  await openPicture(studio, 'family-01.jpg')
  await studio.getByRole('textbox', { name: 'Note on the picture' }).fill('Anna in the garden')
  const originals = join(library, 'Originals')
  const away = `${library}-away.jpg`
  await rename(join(originals, 'family-01.jpg'), away)
  await restoreButton(studio).click()
  await expect(studio.getByText(/is not where it was/).first()).toBeVisible({ timeout: 60_000 })
  await studio.keyboard.press('g')
  await studio.getByRole('button', { name: 'Missing 1' }).click()
  const bar = studio.getByRole('region', { name: 'Missing files' })
  await expect(bar).toContainText('Their versions, dates and notes are kept.')
  await bar.getByRole('button', { name: 'Look for them' }).click()
  await expect(studio.getByText('1 is still missing.')).toBeVisible()
  await rename(away, join(originals, 'family-01.jpg'))
  await bar.getByRole('button', { name: 'Look for them' }).click()
  await expect(studio.getByText('1 picture was found again.')).toBeVisible()
  await expect(bar).toBeHidden()
  await studio.getByRole('button', { name: 'All pictures 2' }).click()
  await expect(gallery(studio).getByRole('gridcell')).toHaveCount(2)
  await picture(studio, 'family-01.jpg').click()
  await expect(studio.getByRole('textbox', { name: 'Note on the picture' })).toHaveValue('Anna in the garden')
})
