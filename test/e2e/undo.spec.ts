import { oldPhoto } from './support/pictures.ts'
import { expect, importPictures, openPicture, test } from './support/studio.ts'

// A trace of a thousand keys costs more than the keys.
test.use({ trace: 'off' })

test('two hundred steps are undone one by one, and done again', async ({ studio }) => {
  test.setTimeout(240_000)
  await importPictures(studio, [await oldPhoto('aunt.jpg', { width: 480, height: 400 })])
  await openPicture(studio, 'aunt.jpg')
  const steps = studio.getByRole('region', { name: 'Recipe' }).getByRole('listitem')
  const eye = steps.last().getByRole('button').first()
  await expect(eye).toHaveAttribute('aria-pressed', 'true')
  await eye.focus()
  for (let i = 0; i < 81; i++) await studio.keyboard.press('Enter')
  await expect(eye).toHaveAttribute('aria-pressed', 'false')
  await studio.keyboard.press('q')
  const brush = studio.getByRole('region', { name: 'Brush' })
  await expect(brush).toBeVisible()
  for (let i = 0; i < 119; i++) {
    await studio.keyboard.press('Enter')
    await studio.keyboard.press(i % 24 < 12 ? 'Shift+ArrowRight' : 'Shift+ArrowLeft')
  }
  await expect(brush.getByText('119 strokes')).toBeVisible()

  const undo = studio.getByRole('button', { name: 'Undo' })
  for (let i = 0; i < 119; i++) await studio.keyboard.press('Control+z')
  await expect(brush.getByText('0 strokes')).toBeVisible()
  for (let i = 0; i < 80; i++) await studio.keyboard.press('Control+z')
  await expect(eye).toHaveAttribute('aria-pressed', 'false')
  await expect(undo).toBeEnabled()
  await studio.keyboard.press('Control+z')
  await expect(eye).toHaveAttribute('aria-pressed', 'true')
  await expect(undo).toBeDisabled()

  for (let i = 0; i < 200; i++) await studio.keyboard.press('Control+Shift+z')
  await expect(brush.getByText('119 strokes')).toBeVisible()
  await expect(studio.getByRole('button', { name: 'Redo' })).toBeDisabled()
})
