import { familyAlbum } from '../../resources/sample/prints.ts'
import { takeScreen } from './support/screens.ts'
import { expect, importPictures, openPicture, restore, test } from './support/studio.ts'

test.use({ viewport: { width: 1280, height: 800 } })

test('a part is previewed, a place protected, and versions become a tree', async ({ studio }) => {
  const [print] = await familyAlbum()
  if (!print) throw new Error('no print was drawn')
  await importPictures(studio, [print])
  await openPicture(studio, print.name)

  // Preview, before anything was made.
  await studio.keyboard.press('v')
  const preview = studio.getByTestId('preview')
  await expect(preview).toBeVisible({ timeout: 60_000 })
  await expect(studio.getByText(/Preview · not saved/)).toBeVisible()
  await expect(studio.getByRole('region', { name: 'Versions' }).getByRole('listitem')).toHaveCount(1)
  await takeScreen(studio, 'restore-preview-dark')
  await studio.keyboard.press('v')
  await expect(preview).toBeHidden()
  await studio.keyboard.press('Control+0')

  // Protect a place by mouse, another by keys; undo both, redo one.
  await studio.keyboard.press('q')
  const brush = studio.getByRole('region', { name: 'Brush' })
  await brush.getByRole('radio', { name: 'Protect' }).click({ force: true })
  const pane = studio.getByRole('group', { name: /^Picture:/ })
  const edge = await pane.boundingBox()
  if (!edge) throw new Error('no picture')
  const [x, y] = [edge.x + edge.width / 2, edge.y + edge.height / 2]
  await studio.mouse.move(x - 60, y - 40)
  await studio.mouse.down()
  await studio.mouse.move(x, y - 70, { steps: 4 })
  await studio.mouse.move(x + 70, y - 30, { steps: 4 })
  await studio.mouse.up()
  await expect(brush.getByText('1 stroke')).toBeVisible()
  await pane.focus()
  await studio.keyboard.press(' ')
  await expect(brush.getByText('The brush is down')).toBeVisible()
  for (let i = 0; i < 4; i++) await studio.keyboard.press('Shift+ArrowDown')
  await studio.keyboard.press(' ')
  await expect(brush.getByText('2 strokes')).toBeVisible()
  await takeScreen(studio, 'restore-brush-dark')
  await studio.keyboard.press('Control+z')
  await studio.keyboard.press('Control+z')
  await expect(brush.getByText('0 strokes')).toBeVisible()
  await studio.keyboard.press('Control+Shift+z')
  await expect(brush.getByText('1 stroke')).toBeVisible()
  await studio.keyboard.press('q')
  await expect(brush).toBeHidden()
  await expect(studio.getByRole('list', { name: 'Painted on the picture' })).toContainText('1 stroke')

  await restore(studio)
  const versions = studio.getByRole('region', { name: 'Versions' })
  // A change of what is on show becomes its child.
  await studio.getByRole('radio', { name: 'Strong' }).click({ force: true })
  await restore(studio)
  await expect(versions.getByRole('list').getByRole('list').getByRole('listitem')).toHaveCount(1)
  await versions
    .getByRole('button', { name: /^More for/ })
    .first()
    .click()
  await studio.getByRole('menuitem', { name: 'Compare with the one on show' }).click()
  await expect(versions.getByText('Compared with')).toBeVisible()
  await studio.keyboard.press('i')
  await expect(studio.getByTestId('invented-map')).toBeVisible()
  await expect(studio.getByText(/is restored\./)).toBeHidden({ timeout: 60_000 })
  await studio.mouse.move(640, 30)
  await takeScreen(studio, 'restore-versions-dark')
  await studio.emulateMedia({ colorScheme: 'light' })
  await studio.keyboard.press('i')
  await takeScreen(studio, 'restore-versions-light')
})
