import { notAPicture, oldPhoto, oldPhotos, tornPhoto } from './support/pictures.ts'
import { expect, gallery, importPictures, picture, test } from './support/studio.ts'

test('an empty library says what to do and what it promises', async ({ studio }) => {
  await expect(studio.getByRole('heading', { name: 'Bring in the old photos' })).toBeVisible()
  await expect(studio.getByText('Originals are never changed, and nothing leaves this computer.')).toBeVisible()
})

test('pictures chosen from the disk appear in the gallery', async ({ studio }) => {
  await importPictures(studio, await oldPhotos(7))
  await expect(studio.getByText('7 pictures were added.')).toBeVisible()
  await expect(gallery(studio).getByRole('gridcell')).toHaveCount(7)
  await expect(studio.getByRole('button', { name: 'All pictures 7' })).toBeVisible()
  const thumbnail = picture(studio, 'family-03.jpg').locator('img')
  await expect
    .poll(() => thumbnail.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth))
    .toBeGreaterThan(0)
})

test('pictures can be dropped anywhere', async ({ studio }) => {
  const photo = await oldPhoto('dropped.jpg', { seed: 4 })
  const transfer = await studio.evaluateHandle(`(() => {
    const bytes = Uint8Array.from(atob('${photo.buffer.toString('base64')}'), (letter) => letter.charCodeAt(0))
    const data = new DataTransfer()
    data.items.add(new File([bytes], '${photo.name}', { type: 'image/jpeg' }))
    return data
  })()`)
  await studio.dispatchEvent('body', 'dragenter', { dataTransfer: transfer })
  await expect(studio.getByText('Drop to add to your library')).toBeVisible()
  await studio.dispatchEvent('body', 'drop', { dataTransfer: transfer })
  await expect(studio.getByText('Drop to add to your library')).toBeHidden()
  await expect(picture(studio, 'dropped.jpg')).toBeVisible()
})

test('what cannot be read is named with a sentence, and the others are added', async ({ studio }) => {
  await importPictures(studio, [await oldPhoto('good.jpg'), notAPicture, await tornPhoto('torn.jpg')])
  await expect(picture(studio, 'good.jpg')).toBeVisible()
  const failures = studio.getByRole('listitem').filter({ hasText: /letter|torn/ })
  await expect(failures).toHaveCount(2)
  for (const text of await failures.allInnerTexts()) {
    expect(text).not.toMatch(/Error:|\bat \/|undefined|\{\{/)
    expect(text.split(/\s+/).length).toBeGreaterThan(4)
  }
})

test('a picture that is here already is not added twice', async ({ studio }) => {
  await importPictures(studio, await oldPhotos(2))
  await expect(studio.getByText('2 pictures were added.')).toBeVisible()
  // Until they are shown the welcome stands there, and would be gone before it is clicked.
  await expect(gallery(studio).getByRole('gridcell')).toHaveCount(2)
  await importPictures(studio, await oldPhotos(2))
  await expect(studio.getByText('2 were here already.')).toBeVisible()
  await expect(gallery(studio).getByRole('gridcell')).toHaveCount(2)
})

test('searching narrows the gallery and can be undone', async ({ studio }) => {
  await importPictures(studio, await oldPhotos(5))
  await expect(gallery(studio).getByRole('gridcell')).toHaveCount(5)
  await studio.getByRole('searchbox').fill('family-04')
  await expect(gallery(studio).getByRole('gridcell')).toHaveCount(1)
  await studio.getByRole('searchbox').fill('nobody')
  await expect(studio.getByRole('heading', { name: 'Nothing here matches “nobody”' })).toBeVisible()
  await studio.getByRole('button', { name: 'Show all pictures' }).click()
  await expect(gallery(studio).getByRole('gridcell')).toHaveCount(5)
})

test('removing asks first and leaves the others', async ({ studio }) => {
  await importPictures(studio, await oldPhotos(3))
  await picture(studio, 'family-02.jpg').hover()
  await picture(studio, 'family-02.jpg').locator('[data-part="check"]').click()
  await studio.getByRole('button', { name: 'Remove from library' }).click()
  const question = studio.getByRole('alertdialog')
  await expect(question).toContainText('The file itself is not touched.')
  await question.getByRole('button', { name: 'Remove', exact: true }).click()
  await expect(gallery(studio).getByRole('gridcell')).toHaveCount(2)
})
