import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { hasFfmpeg } from '../../src/engine/film/testing.ts'
import { requirePrograms } from '../../src/engine/film/tools/programs.ts'
import { expectAccessible } from './support/accessible.ts'
import type { PictureFile } from './support/pictures.ts'
import { takeScreen } from './support/screens.ts'
import { expect, importPictures, picture, restoreButton, test } from './support/studio.ts'

test.use({ viewport: { width: 1280, height: 800 } })
test.skip(!hasFfmpeg, 'there is no ffmpeg')

/** A short film that flickers and has a sound, drawn by ffmpeg: a ball that rolls over a hill. */
async function rollingBall(seconds: number): Promise<PictureFile> {
  const folder = await mkdtemp(join(tmpdir(), 'daguerre-film-e2e-'))
  const file = join(folder, 'ball.mp4')
  const sky = "r='90+70*Y/H':g='110+60*Y/H':b='120+40*Y/H'"
  const ball = `geq=${sky}`
  const source = `color=c=gray:size=320x240:rate=25:duration=${seconds},${ball},drawbox=x='mod(t*110,300)':y=120:w=24:h=24:color=0xd8b070:t=fill,eq=brightness='0.09*sin(t*40)':eval=frame,noise=alls=14:allf=t`
  const sound = `sine=frequency=330:duration=${seconds}`
  const args = ['-loglevel', 'error', '-f', 'lavfi', '-i', source, '-f', 'lavfi', '-i', sound]
  const coded = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac']
  execFileSync(requirePrograms().ffmpeg, [...args, ...coded, file])
  const buffer = await readFile(file)
  await rm(folder, { recursive: true })
  return { name: 'ball.mp4', mimeType: 'video/mp4', buffer }
}

async function openFilm(page: Page, name: string): Promise<void> {
  await picture(page, name).click({ timeout: 60_000 })
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeEnabled({ timeout: 90_000 })
}

const place = (page: Page) => page.getByRole('slider', { name: 'Place in the film' })

test('a film is played, stepped through, restored and compared', async ({ studio }) => {
  test.setTimeout(240_000)
  await importPictures(studio, [await rollingBall(2)])
  await openFilm(studio, 'ball.mp4')
  await expect(studio.getByText('/ 0:02.00')).toBeVisible()

  // It flickers, so it was probably taken on film; the steps that are offered work on films.
  const kinds = studio.getByRole('radiogroup', { name: 'What it was filmed on' })
  await expect(kinds.getByRole('radio', { name: '8 mm' })).toBeChecked()
  await expect(studio.getByText(/Holds the picture still, evens flicker/)).toBeVisible()
  await studio.getByRole('button', { name: 'Add a step' }).click()
  await expect(studio.getByRole('menuitem', { name: 'Smooth motion' })).toBeVisible()
  await expect(studio.getByRole('menuitem', { name: 'Bring faces forward' })).toHaveCount(0)
  // Guesses to choose from and known colours are of one picture: a film has neither.
  await studio.getByRole('menuitem', { name: 'Colour black and white' }).click()
  const colours = studio.getByRole('region', { name: 'Colour black and white' })
  await expect(colours.getByRole('slider', { name: 'Vividness' })).toBeVisible()
  await expect(colours.getByRole('button', { name: 'Known colours' })).toHaveCount(0)
  await expect(colours.getByRole('radiogroup')).toHaveCount(0)
  await colours.getByRole('button', { name: 'Remove this step' }).click()
  await expect(studio.getByRole('heading', { name: 'About this film' })).toBeVisible()
  await expect(studio.getByText('Original film').first()).toBeVisible()
  await takeScreen(studio, 'film-presets-dark')

  // Frame by frame, by keys and by the line; the frame in full is shown when it rests.
  await studio.keyboard.press('.')
  await studio.keyboard.press('.')
  await expect(place(studio)).toHaveValue('2')
  await studio.keyboard.press(',')
  await expect(studio.getByText('frame 2')).toBeVisible()
  await place(studio).focus()
  await studio.keyboard.press('ArrowRight')
  await expect(place(studio)).toHaveValue('2')
  await expect(studio.getByTestId('still')).toBeVisible({ timeout: 60_000 })
  await studio.keyboard.press('End')
  await expect(place(studio)).toHaveValue('49')

  // From the end, playing begins anew; it moves, and stops at the end by itself.
  const playing = expect(studio.getByRole('button', { name: 'Pause', exact: true })).toBeVisible()
  await studio.getByRole('button', { name: 'Play', exact: true }).click()
  await playing
  await expect(studio.getByRole('button', { name: 'Play', exact: true })).toBeVisible()
  await expect.poll(async () => Number(await place(studio).inputValue())).toBeGreaterThan(40)

  await restoreButton(studio).click()
  await expect(studio.getByRole('region', { name: 'Versions' }).getByRole('listitem')).toHaveCount(2, {
    timeout: 90_000,
  })
  await expect(studio.getByRole('button', { name: 'Play', exact: true })).toBeEnabled({ timeout: 90_000 })
  await expect(studio.locator('video')).toHaveCount(2)
  await studio.keyboard.press('Home')
  for (let n = 0; n < 12; n++) await studio.keyboard.press('.')
  await expect(studio.getByTestId('still')).toHaveCount(2, { timeout: 60_000 })
  await expect(studio.getByText(/is restored\./)).toHaveCount(0, { timeout: 60_000 })
  await takeScreen(studio, 'film-split-dark')
  await expectAccessible(studio, 'film, dark')

  // Both run as one.
  await studio.keyboard.press('Home')
  await studio.getByTestId('film').click()
  await studio.keyboard.press('Space')
  await expect(studio.getByRole('button', { name: 'Pause', exact: true })).toBeVisible()
  await expect.poll(async () => Number(await place(studio).inputValue())).toBeGreaterThan(8)
  await studio.keyboard.press('Space')
  // At rest both stand on the same frame: they are set to it once the page has heard of the key.
  await expect(studio.getByRole('button', { name: 'Play', exact: true })).toBeVisible()
  const times = () => studio.locator('video').evaluateAll((all) => all.map((video) => video.currentTime))
  expect(await times()).toHaveLength(2)
  await expect.poll(async () => (await times()).reduce((one, other) => Math.abs(one - other))).toBeLessThan(0.02)

  await studio.emulateMedia({ colorScheme: 'light' })
  await studio.getByRole('radio', { name: 'Side by side' }).click()
  await expect(studio.getByTestId('still')).toHaveCount(2, { timeout: 60_000 })
  await takeScreen(studio, 'film-side-light')
  await expectAccessible(studio, 'film, light')
  await studio.setViewportSize({ width: 1024, height: 700 })
  const sideways = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
  expect(await studio.evaluate(sideways)).toBe(0)
  await studio.goto('about:blank')
})

test('a piece of a film is chosen, looked at first, restored and compared in step', async ({ studio }) => {
  test.setTimeout(1_200_000)
  await importPictures(studio, [await rollingBall(2)])
  await openFilm(studio, 'ball.mp4')
  const begin = studio.getByRole('slider', { name: 'Beginning of the piece that is restored' })
  const end = studio.getByRole('slider', { name: 'End of the piece that is restored' })
  await expect(begin).toBeEnabled({ timeout: 60_000 })
  await expect(studio.getByText('The whole film is restored')).toBeVisible()

  // By its handle, by pointer and keys: the frame it is moved to is shown, and a gesture is one step to undo.
  const box = await begin.boundingBox()
  if (!box) throw new Error('the handle has no place')
  await studio.mouse.move(box.x + 7, box.y + 10)
  await studio.mouse.down()
  await studio.mouse.move(box.x + box.width / 4, box.y + 10, { steps: 5 })
  await studio.mouse.up()
  await expect(begin).toHaveValue('12')
  await expect(place(studio)).toHaveValue('12')
  await begin.focus()
  await studio.keyboard.press('ArrowLeft')
  await studio.keyboard.press('ArrowLeft')
  await expect(begin).toHaveAttribute('aria-valuetext', '0:00.40')
  // By keys: the frame on show is the last one.
  await place(studio).focus()
  await studio.keyboard.press('End')
  for (let n = 0; n < 20; n++) await studio.keyboard.press(',')
  await studio.keyboard.press('o')
  await expect(end).toHaveValue('29')
  await expect(studio.getByText('Only 0:00.40 – 0:01.20 is restored (0.8 s)')).toBeVisible()
  await takeScreen(studio, 'film-piece-dark')
  await expectAccessible(studio, 'film, a piece')
  await studio.getByRole('button', { name: 'Whole film' }).click()
  await expect(end).toHaveValue('49')
  await studio.getByRole('button', { name: 'Undo' }).click()
  await expect(end).toHaveValue('29')
  // The preset stays the one it is.
  await expect(studio.getByRole('radio', { name: '8 mm' })).toBeChecked()

  // A few seconds with everything, compared with the film, and no version of it; ended in the middle, and found again.
  const look = studio.getByRole('button', { name: /^Preview 3 s · about/ })
  await look.click()
  await studio.getByRole('button', { name: 'Stop the preview' }).click()
  await look.click()
  await expect(
    studio.getByText(/^Preview of 0:00\.00 – 0:02\.00 with everything applied; not saved\. It took/),
  ).toBeVisible({
    timeout: 300_000,
  })
  await expect(studio.locator('video')).toHaveCount(2, { timeout: 300_000 })
  await expect(studio.getByTestId('still')).toHaveCount(2, { timeout: 60_000 })
  await expect(studio.getByRole('region', { name: 'Versions' }).getByRole('listitem')).toHaveCount(1)
  await takeScreen(studio, 'film-preview-dark')
  await studio.getByRole('button', { name: 'Close the preview' }).click()
  await expect(studio.locator('video')).toHaveCount(1)
  await studio.getByTestId('film').click()
  await studio.keyboard.press('v')
  await expect(studio.getByText(/not saved\./)).toBeVisible()
  await studio.keyboard.press('v')

  await restoreButton(studio).click()
  await expect(studio.getByRole('button', { name: 'Play', exact: true })).toBeEnabled({ timeout: 300_000 })
  await expect(studio.locator('video')).toHaveCount(2, { timeout: 300_000 })
  await expect(studio.getByText(/is restored\.$/)).toHaveCount(0, { timeout: 60_000 })

  // Outside the piece there is only the original; inside, both stand on the same frame of the film.
  await place(studio).focus()
  await studio.keyboard.press('Home')
  await expect(studio.getByText(/“8 mm film” holds 0:00\.40 – 0:01\.20/)).toBeVisible()
  await studio.getByRole('button', { name: 'Play', exact: true }).click()
  await expect.poll(async () => Number(await place(studio).inputValue())).toBeGreaterThan(14)
  await expect(studio.getByRole('button', { name: 'Play', exact: true })).toBeVisible()
  await expect(place(studio)).toHaveValue('29')
  const times = () => studio.locator('video').evaluateAll((all) => all.map((video) => video.currentTime))
  await expect.poll(async () => (await times()).reduce((one, other) => Math.abs(one - other))).toBeCloseTo(0.4, 1)
  await expect(studio.getByTestId('still')).toHaveCount(2, { timeout: 60_000 })
  await studio.goto('about:blank')
})

test('a film is exported in another form, track by track, and beside what it was', async ({ studio }) => {
  test.setTimeout(900_000)
  await importPictures(studio, [await rollingBall(0.6)])
  await openFilm(studio, 'ball.mp4')
  await restoreButton(studio).click()
  await expect(studio.getByRole('region', { name: 'Versions' }).getByRole('listitem')).toHaveCount(2, {
    timeout: 300_000,
  })
  // Exported in another form, track by track; as a film of both; the panel has no words about photos.
  await studio.getByRole('button', { name: 'Export', exact: true }).click()
  const dialog = studio.getByRole('dialog', { name: 'Export' })
  await expect(dialog.getByRole('radio')).toHaveCount(4)
  await expect(dialog.getByText('For family, phones and television: plays everywhere.')).toBeVisible({
    timeout: 30_000,
  })
  await dialog.getByRole('button', { name: /Film$/ }).click()
  await studio.getByRole('option', { name: 'ProRes, MOV' }).click()
  await expect(dialog.getByText('For going on in an editing program')).toBeVisible()
  await expect(dialog.getByText('ball_restored.mov')).toBeVisible()
  await dialog.getByRole('button', { name: /Sound 1/ }).click()
  await studio.getByRole('option', { name: 'Leave out' }).click()
  await takeScreen(studio, 'export-film-dark')
  await expectAccessible(studio, 'export of a film')
  await dialog.getByText('Before/after', { exact: true }).click()
  await studio.emulateMedia({ colorScheme: 'light' })
  await studio.setViewportSize({ width: 1024, height: 700 })
  await takeScreen(studio, 'export-film-compare-light')
  await dialog.getByRole('button', { name: 'Export 1 film' }).click()
  await expect(studio.getByText('ball_before-after.mp4')).toBeVisible({ timeout: 300_000 })
  await studio.goto('about:blank')
})
