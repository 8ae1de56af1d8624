import { oldPhotos } from './support/pictures.ts'
import { expect, gallery, importPictures, picture, test } from './support/studio.ts'

test('from the gallery to a restored picture without a mouse', async ({ studio }) => {
  await importPictures(studio, await oldPhotos(8))
  await expect(gallery(studio).getByRole('gridcell')).toHaveCount(8)

  await gallery(studio).getByRole('gridcell').first().focus()
  await studio.keyboard.press('End')
  await expect(gallery(studio).getByRole('gridcell').last()).toBeFocused()
  await studio.keyboard.press('Home')
  await studio.keyboard.press('ArrowRight')
  await expect(gallery(studio).getByRole('gridcell').nth(1)).toBeFocused()
  await studio.keyboard.press('Shift+ArrowRight')
  await expect(studio.getByText('2 selected')).toBeVisible()
  await studio.keyboard.press('Escape')
  await expect(studio.getByText('2 selected')).toBeHidden()

  await studio.keyboard.press('Enter')
  await expect(studio.getByRole('region', { name: 'Versions' })).toBeVisible()
  await expect(studio.getByRole('button', { name: /^Restore ·/ })).toBeEnabled()
  await studio.keyboard.press('Control+Enter')
  await expect(studio.getByRole('slider', { name: 'Divider between scan and version' })).toBeVisible({
    timeout: 60_000,
  })

  await studio.keyboard.press('g')
  await expect(gallery(studio).getByRole('gridcell', { name: /Restored/ })).toHaveCount(1)
})

test('the palette finds a command and runs it', async ({ studio }) => {
  await studio.keyboard.press('Control+k')
  await studio.keyboard.type('keyboard')
  await studio.keyboard.press('ArrowDown')
  await studio.keyboard.press('Enter')
  await expect(studio.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
})

test('single keys write where one writes, and can be switched off', async ({ studio }) => {
  await importPictures(studio, await oldPhotos(2))
  await picture(studio, 'family-01.jpg').click()
  await expect(studio.getByRole('region', { name: 'Versions' })).toBeVisible()
  const note = studio.getByRole('textbox', { name: 'Note on the picture' })
  await note.fill('')
  await note.pressSequentially('gezi?')
  await expect(note).toHaveValue('gezi?')
  await note.blur()

  await studio.keyboard.press('?')
  await studio.getByRole('dialog').getByText('Shortcuts of a single key').click()
  await studio.keyboard.press('Escape')
  await expect(studio.getByRole('dialog')).toBeHidden()
  await studio.keyboard.press('g')
  await expect(studio.getByRole('region', { name: 'Versions' })).toBeVisible()
  await studio.keyboard.press('Control+1')
  await expect(gallery(studio)).toBeVisible()
})

test('what an input method composes is no shortcut', async ({ studio }) => {
  await importPictures(studio, await oldPhotos(2))
  await picture(studio, 'family-01.jpg').click()
  await expect(studio.getByRole('region', { name: 'Versions' })).toBeVisible()
  await studio.evaluate(
    `window.dispatchEvent(new KeyboardEvent('keydown', { key: 'g', isComposing: true, bubbles: true }))`,
  )
  await studio.evaluate(`window.dispatchEvent(new KeyboardEvent('keydown', { key: 'g', keyCode: 229, bubbles: true }))`)
  await expect(studio.getByRole('region', { name: 'Versions' })).toBeVisible()
})
