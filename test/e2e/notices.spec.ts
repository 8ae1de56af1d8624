import { expectAccessible } from './support/accessible.ts'
import { oldPhoto } from './support/pictures.ts'
import { shoot } from './support/shoot.ts'
import { expect, importPictures, openPicture, restoreButton, test } from './support/studio.ts'

test('what is restored is told with what one wants next, and stays while one is there', async ({ studio }) => {
  test.setTimeout(300_000)
  await importPictures(studio, [await oldPhoto('aunt.jpg', { width: 240, height: 200 })])
  await openPicture(studio, 'aunt.jpg')
  await restoreButton(studio).focus()
  await studio.keyboard.press('Enter')
  const notices = studio.locator('[data-toasts]')
  const compare = notices.getByRole('button', { name: 'Compare' })
  await expect(compare).toBeVisible({ timeout: 180_000 })
  await studio.keyboard.press('F6')
  await expect(compare).toBeFocused()
  await expectAccessible(studio, 'a notice with actions')
  await shoot(studio, 'notice')
  // Longer than it would stay otherwise.
  await studio.waitForTimeout(22_000)
  await expect(compare).toBeFocused()
  await studio.keyboard.press('F6')
  await expect(compare).not.toBeFocused()
  await studio.keyboard.press('F6')
  await studio.keyboard.press('Tab')
  await studio.keyboard.press('Enter')
  await expect(studio.getByRole('dialog', { name: 'Export' })).toBeVisible()
  await expect(compare).toBeHidden()
})
