import { familyAlbum } from '../../resources/sample/prints.ts'
import { whatIsInaccessible, whatIsTooFaint } from './support/accessible.ts'
import { everyScreen } from './support/every-screen.ts'
import { lengthenTexts, whatIsCut, whatToastsCover } from './support/layout.ts'
import { takeScreen } from './support/screens.ts'
import { settled } from './support/settled.ts'
import { expect, importPictures, openPicture, restore, test } from './support/studio.ts'

const small = { width: 1024, height: 700 }
const usual = { width: 1280, height: 800 }
/** What is left of a window of 1280 x 720 when the page is shown at 125, 150 and 200 per cent, and of 1440 x 900 at 150. */
const zoomed = [
  { width: 1024, height: 576 },
  { width: 960, height: 600 },
  { width: 853, height: 480 },
  { width: 640, height: 360 },
]

test.use({ viewport: usual })

test('no screen loses a word, longer ones, in a smaller window or larger type, and each is accessible in both themes', async ({
  studio,
}) => {
  test.setTimeout(500_000)
  const [print] = await familyAlbum()
  if (!print) throw new Error('no print was drawn')
  await importPictures(studio, [print])
  await openPicture(studio, print.name)
  await restore(studio)
  const faults: string[] = []
  const check = async (where: string) => faults.push(...(await whatIsCut(studio, where)))
  await everyScreen(studio, 'en', async (name) => {
    for (const size of [small, ...zoomed]) {
      await studio.setViewportSize(size)
      await settled(studio)
      await check(`${name} at ${size.width} x ${size.height}`)
    }
    await studio.setViewportSize(small)
    await settled(studio)
    const shorten = await lengthenTexts(studio)
    await settled(studio)
    await check(`${name}, longer`)
    await shorten()
    await studio.setViewportSize(usual)
    // The list of the palette is scrolled with the arrow keys, from the field above it.
    const except = name === 'palette' ? ['scrollable-region-focusable'] : []
    faults.push(...(await whatIsInaccessible(studio, `${name}, dark`, except)))
    await studio.emulateMedia({ colorScheme: 'light' })
    faults.push(...(await whatIsTooFaint(studio, `${name}, light`)))
    await studio.emulateMedia({ colorScheme: 'dark' })
  })
  expect(faults).toEqual([])
})

test('in a small window a message covers nothing that one wants to press', async ({ studio }) => {
  test.setTimeout(240_000)
  const [print] = await familyAlbum()
  if (!print) throw new Error('no print was drawn')
  await importPictures(studio, [print])
  await openPicture(studio, print.name)
  await restore(studio)
  const message = studio.getByRole('status').getByText(`${print.name} is restored.`)
  await expect(message).toBeVisible()
  // Under the pointer it stays.
  await message.hover()
  await studio.setViewportSize(small)
  const covered: string[] = []
  for (const key of ['e', 'q', 'g']) {
    await studio.keyboard.press(key)
    await settled(studio)
    await expect(message).toBeVisible()
    covered.push(...(await whatToastsCover(studio)).map((control) => `after ${key}: ${control}`))
  }
  expect(covered).toEqual([])
})

test('every screen in Chinese', async ({ studio }) => {
  test.setTimeout(300_000)
  await importPictures(studio, (await familyAlbum()).slice(0, 6))
  await openPicture(studio, 'Grandmother.jpg')
  await restore(studio)
  await studio.getByRole('button', { name: 'Dismiss' }).click()
  await studio.keyboard.press('Control+,')
  await studio.getByRole('button', { name: /Language/ }).click()
  await studio.getByRole('option', { name: '简体中文' }).click()
  await expect(studio.locator('html')).toHaveAttribute('lang', 'zh-CN')
  await studio.keyboard.press('Escape')
  const faults: string[] = []
  await everyScreen(studio, 'zh', async (name) => {
    faults.push(...(await whatIsCut(studio, name)))
    await takeScreen(studio, `zh-${name}`)
  })
  expect(faults).toEqual([])
})
