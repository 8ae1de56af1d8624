import { oldPhoto } from './support/pictures.ts'
import { expect, importPictures, openPicture, restore, test } from './support/studio.ts'

const longName = `${'Grandmother-and-grandfather-at-their-silver-wedding-'.repeat(3)}1951.jpg`

test('every step keeps its name in sight, and the keyboard stays with the step it moves', async ({ studio }) => {
  await importPictures(studio, [await oldPhoto(longName)])
  await openPicture(studio, longName)
  const back = studio.getByRole('button', { name: 'Go to the library' })
  expect((await back.boundingBox())?.width).toBeGreaterThanOrEqual(24)

  const recipe = studio.getByRole('region', { name: 'Recipe' })
  const step = (name: string) => recipe.getByRole('listitem').filter({ hasText: name })
  await studio.keyboard.press('q')
  await studio.keyboard.press('Enter')
  await studio.keyboard.press('q')
  const painted = step('Only what is painted').getByText('Repair scratches')
  // Two lines at most: not a letter on each.
  expect((await painted.boundingBox())?.height).toBeLessThan(60)

  for (const name of ['Remove noise', 'Sharpen a blurred picture']) {
    await recipe.getByRole('button', { name: 'Add a step' }).click()
    await studio.getByRole('menuitem', { name }).click()
  }
  const names = async () => (await recipe.getByRole('listitem').allInnerTexts()).map((text) => text.split('\n')[0])
  const before = await names()
  const noise = before.indexOf('Remove noise')
  const sharpen = before.indexOf('Sharpen a blurred picture')
  expect(Math.abs(noise - sharpen)).toBe(1)
  const way = sharpen < noise ? 'later' : 'earlier'
  await recipe.getByRole('button', { name: `Do Sharpen a blurred picture ${way}` }).focus()
  await studio.keyboard.press('Enter')
  expect((await names()).indexOf('Sharpen a blurred picture')).toBe(noise)
  await expect(studio.locator(':focus')).toHaveAccessibleName(/^Do Sharpen a blurred picture/)
  // Its form stayed open, and is still its own.
  await expect(studio.getByRole('region', { name: 'Sharpen a blurred picture' })).toBeVisible()
})

test('the next colour is for the next place, its card is in sight, and the result says that it is a guess', async ({
  studio,
}) => {
  test.setTimeout(180_000)
  await importPictures(studio, [await oldPhoto('grandmother.jpg')])
  await openPicture(studio, 'grandmother.jpg')
  await studio.getByRole('button', { name: 'Add a step' }).click()
  await studio.getByRole('menuitem', { name: /^Colour black and white/ }).click()
  const form = studio.getByRole('region', { name: /^Colour black and white/ })
  await form.getByRole('button', { name: 'Known colours' }).click()
  const card = studio.getByRole('region', { name: 'Known colours' })
  await expect(card.getByRole('heading')).toBeInViewport()

  const pane = studio.getByRole('group', { name: /^Picture:/ })
  const place = await pane.boundingBox()
  if (!place) throw new Error('no picture')
  const click = (x: number, y: number) => studio.mouse.click(place.x + place.width * x, place.y + place.height * y)
  await card.getByRole('button', { name: 'Red', exact: true }).click()
  await click(0.45, 0.5)
  await card.getByRole('button', { name: 'Blue', exact: true }).click()
  await click(0.55, 0.5)
  const marks = studio.getByTestId('hints').getByRole('button')
  await expect(marks).toHaveCount(2)
  await expect(marks.first()).toHaveCSS('background-color', 'rgb(176, 48, 48)')
  await expect(marks.last()).toHaveCSS('background-color', 'rgb(52, 80, 140)')
  // Chosen, it takes another one.
  await marks.first().focus()
  await card.getByRole('button', { name: 'Green', exact: true }).click()
  await expect(marks.first()).toHaveCSS('background-color', 'rgb(60, 120, 80)')
  await studio.keyboard.press('k')

  await restore(studio)
  await expect(studio.getByRole('region', { name: 'How true is it?' })).toContainText('Its colours are a guess.')
})
