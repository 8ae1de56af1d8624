import { oldPhoto, oldPhotos } from './support/pictures.ts'
import { startServer } from './support/server.ts'
import { expect, gallery, importPictures, openPicture, restore, test, watchForFaults } from './support/studio.ts'

test('after a reload everything is as it was', async ({ studio }) => {
  await importPictures(studio, await oldPhotos(3))
  await openPicture(studio, 'family-02.jpg')
  await restore(studio)
  await studio.reload()
  await expect(studio.getByRole('heading', { name: 'family-02.jpg', level: 1 })).toBeVisible()
  await expect(studio.getByRole('region', { name: 'Versions' })).toContainText('Faithful')
  await expect(studio.getByRole('slider', { name: 'Divider between scan and version' })).toBeVisible()
  await studio.keyboard.press('ArrowRight')
  await expect(studio.getByRole('heading', { name: 'family-01.jpg', level: 1 })).toBeVisible()
  await studio.goBack()
  await expect(studio.getByRole('heading', { name: 'family-02.jpg', level: 1 })).toBeVisible()
})

test('after a restart of the whole studio the library is there', async ({ studio, server, library, page }) => {
  await importPictures(studio, [await oldPhoto('keep.jpg')])
  await expect(gallery(studio).getByRole('gridcell')).toHaveCount(1)
  // The page leaves first: what is on its way would be reported as connections that broke.
  await page.goto('about:blank')
  await server.stop()
  const again = await startServer(library)
  try {
    const faults = watchForFaults(page)
    await page.goto(again.address)
    await expect(gallery(page).getByRole('gridcell', { name: 'keep.jpg' })).toBeVisible()
    expect(faults).toEqual([])
  } finally {
    await again.stop()
  }
})

test('an address that was used before explains itself', async ({ studio, server, browser }) => {
  await expect(studio.getByRole('heading', { name: 'Bring in the old photos' })).toBeVisible()
  const stranger = await browser.newPage()
  await stranger.goto(server.address)
  await expect(stranger.getByRole('heading', { name: 'This address is no longer valid' })).toBeVisible()
  await stranger.close()
})
