import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import { oldPhoto } from './support/pictures.ts'
import { expect, importPictures, openPicture, restore, test } from './support/studio.ts'

test('a restored picture is exported and downloaded', async ({ studio }) => {
  await importPictures(studio, [await oldPhoto('wedding.jpg')])
  await openPicture(studio, 'wedding.jpg')
  await expect(studio.getByRole('button', { name: 'Export', exact: true })).toBeDisabled()
  await restore(studio)
  await studio.getByRole('button', { name: 'Export', exact: true }).click()

  const dialog = studio.getByRole('dialog', { name: 'Export' })
  await dialog.getByText('PNG', { exact: true }).click()
  await expect(dialog.getByRole('radio', { name: 'PNG' })).toBeChecked()
  await expect(dialog.getByRole('slider', { name: 'Quality' })).toBeHidden()
  await dialog.getByRole('textbox', { name: 'File name' }).fill('{name} for Anna')
  await expect(dialog.getByText('wedding for Anna.png')).toBeVisible()
  await dialog.getByRole('button', { name: 'Export 1 picture' }).click()

  const done = studio.getByRole('dialog', { name: 'Exported' })
  await expect(done.getByText('1 picture was written.')).toBeVisible()
  const download = studio.waitForEvent('download')
  await done.getByRole('link', { name: 'Save' }).click()
  const file = await (await download).path()
  expect((await download).suggestedFilename()).toBe('wedding for Anna.png')
  const { format, width } = await sharp(await readFile(file)).metadata()
  expect(format).toBe('png')
  expect(width).toBe(720)
})

test('what was never restored is left out, and said so', async ({ studio }) => {
  await importPictures(studio, [await oldPhoto('a.jpg', { seed: 1 }), await oldPhoto('b.jpg', { seed: 2 })])
  await openPicture(studio, 'a.jpg')
  await restore(studio)
  await studio.keyboard.press('g')
  await studio.getByRole('gridcell').first().focus()
  await studio.keyboard.press('Control+a')
  await studio.getByRole('button', { name: 'Export 2' }).click()
  const dialog = studio.getByRole('dialog', { name: 'Export' })
  await expect(dialog).toContainText('1 picture has no restored version and is left out.')
  await expect(dialog.getByRole('button', { name: 'Export 1 picture' })).toBeEnabled()
})
