import { existsSync, readFileSync } from 'node:fs'
import { oldPhoto, oldPhotos } from './support/pictures.ts'
import { takeScreen } from './support/screens.ts'
import { startServer } from './support/server.ts'
import { expect, gallery, importPictures, openPicture, picture, restoreButton, test } from './support/studio.ts'

test('of a large picture only the tiles in sight are loaded', async ({ studio }) => {
  await importPictures(studio, [await oldPhoto('wall.jpg', { width: 3200, height: 2400 })])
  await picture(studio, 'wall.jpg').click()
  const tiles = studio.getByTestId('tiles')
  await expect(studio.getByRole('img', { name: 'wall.jpg, the scan' })).toBeVisible()
  await expect(tiles).toBeHidden()
  await studio.keyboard.press('z')
  await expect(tiles).toHaveAttribute('data-level', '3')
  await expect(tiles.locator('img').first()).toBeVisible()
  expect(await tiles.locator('img').count()).toBeLessThan(16)
  const loaded =
    'document.querySelectorAll("[data-testid=tiles] img").values().every((img) => img.complete && img.naturalWidth > 0)'
  await expect.poll(() => studio.evaluate(loaded)).toBe(true)
  await studio.keyboard.press('Control+0')
  await expect(tiles).toBeHidden()
})

test('neither a reload nor the end of the engine takes anything away', async ({ studio, server }) => {
  test.skip(!existsSync('/proc/self/task'), 'the engine is found through /proc')
  await importPictures(studio, [await oldPhoto('aunt.jpg', { width: 480, height: 400 })])
  await openPicture(studio, 'aunt.jpg')
  await studio.keyboard.press('q')
  const brush = studio.getByRole('region', { name: 'Brush' })
  await studio.keyboard.press('Enter')
  await studio.keyboard.press('Shift+ArrowRight')
  await studio.keyboard.press('Enter')
  await expect(brush.getByText('2 strokes')).toBeVisible()
  // Kept once the hand rests.
  await studio.waitForTimeout(400)
  await studio.reload()
  const painted = studio.getByRole('list', { name: 'Painted on the picture' })
  await expect(painted).toContainText('2 strokes')
  await studio.keyboard.press('Control+z')
  await expect(painted).toContainText('1 stroke')

  await restoreButton(studio).click()
  await expect(studio.getByTestId('job')).toBeVisible()
  const [engine] = readFileSync(`/proc/${server.pid}/task/${server.pid}/children`, 'utf8').trim().split(' ')
  process.kill(Number(engine), 'SIGKILL')
  const versions = studio.getByRole('region', { name: 'Versions' }).getByRole('listitem')
  await expect(versions).toHaveCount(2, { timeout: 60_000 })
  await studio.keyboard.press('i')
  await expect(studio.getByTestId('invented-map')).toBeVisible()
  await expect(
    studio.getByRole('main').getByText(/holds invented detail, from: Repair scratches and Enlarge\./),
  ).toBeVisible()
})

test('after a restart the studio asks about what was left, and its order can be changed', async ({
  studio,
  server,
  library,
  page,
}) => {
  await importPictures(studio, await oldPhotos(3))
  await expect(gallery(studio).getByRole('gridcell')).toHaveCount(3)
  await studio.keyboard.press('Control+a')
  await studio.getByRole('button', { name: 'Restore 3' }).click()
  await studio.getByRole('menuitem', { name: /^Faithful/ }).click()
  await studio.getByRole('button', { name: 'Pause all' }).click()
  await expect(studio.getByText(/^Paused · /)).toBeVisible()
  // The page leaves first: thumbnails on their way would be reported as connections that broke.
  await page.goto('about:blank')
  await server.stop()

  const again = await startServer(library)
  try {
    await page.goto(again.address)
    await expect(page.getByText(/^Continue \d unfinished pictures? from last time\?$/)).toBeVisible()
    await page.getByRole('button', { name: 'Show the queue' }).click()
    const queue = page.getByRole('region', { name: 'Queue' })
    const names = () => queue.getByRole('listitem').allInnerTexts()
    const last = (await names()).at(-1)?.split('\n')[0] ?? ''
    await queue.getByRole('button', { name: `Do ${last} earlier` }).click()
    await expect.poll(async () => (await names()).at(-1)?.startsWith(last)).toBe(false)
    await takeScreen(page, 'queue-dark')
    await queue.getByRole('button', { name: 'Continue', exact: true }).click()
    await expect(page.getByRole('gridcell', { name: /Restored/ }).first()).toBeVisible({ timeout: 60_000 })
  } finally {
    await page.goto('about:blank')
    await again.stop()
  }
})
