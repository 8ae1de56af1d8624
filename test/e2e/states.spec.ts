import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect } from '@playwright/test'
import type { Job } from '../../src/shared/entities.ts'
import { type FakeEngine, startFakeEngine } from './support/fake-engine.ts'
import { oneDayOf, thousandAYear } from './support/fake-pictures.ts'
import { recordScrolling } from './support/scrolling.ts'
import { gallery, watchForFaults } from './support/studio.ts'

const test = base.extend<{ fake: FakeEngine; oneDay: boolean }>({
  oneDay: [false, { option: true }],
  fake: async ({ page, oneDay }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'daguerre-fake-'))
    const fake = await startFakeEngine(folder, oneDay ? oneDayOf(15_000) : thousandAYear(100_000))
    const faults = watchForFaults(page)
    await page.goto(fake.address)
    await expect(gallery(page).getByRole('gridcell').first()).toBeVisible()
    await use(fake)
    expect(faults).toEqual([])
    await fake.stop()
    await rm(folder, { recursive: true, force: true })
  },
})

const job = (change: Partial<Job>): Job => ({
  id: 'j1',
  originalId: 'p3',
  title: 'photo-3.jpg',
  state: 'waiting',
  priority: 0,
  position: 0,
  progress: 0,
  stage: null,
  secondsLeft: null,
  secondsSpent: 0,
  attempts: 1,
  createdAt: '2026-01-01T00:00:00.000Z',
  restorationId: null,
  error: null,
  ...change,
})

test('C40: a hundred thousand pictures are scrolled through without loading them', async ({ page, fake }) => {
  await expect(page.getByText('100,000 pictures')).toBeVisible()
  await gallery(page).getByRole('gridcell').first().focus()
  await page.keyboard.press('End')
  const last = gallery(page).getByRole('gridcell', { name: 'photo-99999.jpg' })
  await expect(last).toBeFocused()
  await expect(last).toBeInViewport()
  expect(await gallery(page).getByRole('gridcell').count()).toBeLessThan(250)
  expect(fake.asked.length).toBeLessThan(12)

  await page.keyboard.press('ArrowUp')
  await expect(last).not.toBeFocused()
  await page.keyboard.press('PageUp')
  await expect(gallery(page).locator(':focus')).toBeInViewport()
  await page.keyboard.press('Home')
  await expect(gallery(page).getByRole('gridcell', { name: 'photo-0.jpg' })).toBeFocused()
})

test('rows are justified: every one but the last reaches the same edge', async ({ page, fake }) => {
  expect(fake.asked[0]).toEqual({ offset: 0, limit: 200 })
  const rows = gallery(page).getByRole('row')
  const edges: number[] = []
  for (const row of (await rows.all()).slice(0, 4)) {
    const box = await row.getByRole('gridcell').last().boundingBox()
    if (box) edges.push(Math.round(box.x + box.width))
  }
  expect(new Set(edges).size).toBe(1)
})

test('by date there is a heading for every year', async ({ page, fake }) => {
  await page.getByRole('button', { name: /Order/ }).click()
  await page.getByRole('option', { name: 'Date' }).click()
  await expect(gallery(page).getByRole('rowheader', { name: '1880' })).toBeVisible()
  expect(fake.asked.length).toBeGreaterThan(0)
})

test('the scrubber leads to any year of a hundred thousand pictures, and scrolling keeps up', async ({
  page,
  fake,
}) => {
  test.setTimeout(180_000)
  await page.getByRole('button', { name: /Order/ }).click()
  await page.getByRole('option', { name: 'Date' }).click()
  const years = page.getByRole('slider', { name: 'Years' })
  await expect(years).toHaveAttribute('aria-valuetext', '1880, 1,000 pictures')
  await years.focus()
  await page.keyboard.press('End')
  await expect(gallery(page).getByRole('rowheader', { name: '1979' })).toBeInViewport()
  await page.keyboard.press('PageUp')
  await expect(gallery(page).getByRole('rowheader', { name: '1969' })).toBeInViewport()
  await expect(years).toHaveAttribute('aria-valuetext', '1969, 1,000 pictures')
  expect(fake.asked.length).toBeLessThan(20)

  await recordScrolling(page, test.info(), '100,000 pictures')
  await expect(gallery(page).getByRole('gridcell').first()).toBeVisible()
})

test.describe('one day', () => {
  test.use({ oneDay: true })

  test('C45: with 15,000 pictures is scrolled through like any other', async ({ page, fake }) => {
    test.setTimeout(180_000)
    await page.getByRole('button', { name: /Order/ }).click()
    await page.getByRole('option', { name: 'Date' }).click()
    const heading = gallery(page).getByRole('rowheader')
    await expect(heading).toHaveCount(1)
    await expect(heading).toContainText('15,000 pictures')
    await recordScrolling(page, test.info(), 'one day of 15,000 pictures')
    await gallery(page).getByRole('gridcell').first().focus()
    await page.keyboard.press('End')
    await expect(gallery(page).getByRole('gridcell', { name: /^photo-14999\.jpg/ })).toBeFocused()
    expect(await gallery(page).getByRole('gridcell').count()).toBeLessThan(250)
    expect(fake.asked.length).toBeLessThan(20)
  })
})

test('C41: stars are seen at once, before the engine has written them', async ({ page, fake }) => {
  const written = Promise.withResolvers<null>()
  fake.edit = () => written.promise
  await gallery(page).getByRole('gridcell').first().focus()
  await page.keyboard.press('4')
  await expect(gallery(page).getByRole('gridcell', { name: /^photo-0\.jpg.*4 stars/ })).toBeVisible()
  written.resolve(null)
})

test('while the engine is away a banner says so, and afterwards everything goes on', async ({ page, fake }) => {
  fake.away = true
  fake.drop()
  await expect(page.getByText('The engine is being started again. Your work is safe.')).toBeVisible()
  await expect(gallery(page).getByRole('gridcell').first()).toBeVisible()
  fake.away = false
  await expect(page.getByText('The engine is being started again.')).toBeHidden()
  await expect.poll(() => page.getByRole('gridcell').count()).toBeGreaterThan(0)
})

test('a studio that was closed is not said to come back by itself', async ({ page, fake }) => {
  await fake.stop()
  await expect(page.getByText('Daguerre was closed. Start it again; finished work is kept.')).toBeVisible()
  await expect(page.getByText('The engine is being started again.')).toBeHidden()
  await expect(gallery(page).getByRole('gridcell').first()).toBeVisible()
})

test('of several pictures it is told once that they are restored', async ({ page, fake }) => {
  for (const id of ['j1', 'j2', 'j3']) fake.tell(job({ id, title: `${id}.jpg` }))
  await expect(page.getByText('Restoring 3 pictures')).toBeVisible()
  for (const id of ['j1', 'j2', 'j3'])
    fake.tell(job({ id, title: `${id}.jpg`, state: 'done', restorationId: `r-${id}` }))
  await expect(page.getByText('3 pictures are restored.')).toBeVisible()
  await expect(page.getByText('j1.jpg is restored.')).toBeHidden()
})

test('a job is told in words as it runs, and its failure with a reason and one button', async ({ page, fake }) => {
  await page.getByRole('button', { name: 'Show the queue' }).click()
  const queue = page.getByRole('region', { name: 'Queue' })
  fake.tell(job({ state: 'running', stage: 'upscale', progress: 0.63, secondsLeft: 240 }))
  await expect(queue.getByText('Restoring 1 picture')).toBeVisible()
  await expect(queue.getByText('Enlarge · about 4 minutes left')).toBeVisible()
  await expect(queue.getByRole('progressbar', { name: 'The whole queue' })).toHaveAttribute('aria-valuenow', '63')
  fake.tell(job({ state: 'running', stage: 'upscale', progress: 0.8, secondsLeft: 60 }))
  await expect(page.getByText('photo-3.jpg: 75 per cent')).toBeAttached()
  // Of ten alike buttons one hears which picture each is of.
  await expect(queue.getByRole('button', { name: 'Pause photo-3.jpg' })).toBeVisible()
  await expect(queue.getByRole('button', { name: 'Cancel photo-3.jpg' })).toBeVisible()

  const error = { code: 'out-of-memory', message: 'There was not enough memory.', details: {} }
  fake.tell(job({ state: 'failed', error }))
  await expect(queue.getByText('There was not enough memory.')).toBeVisible()
  await expect(queue.getByRole('button', { name: 'Try again: photo-3.jpg' })).toBeVisible()
  await expect(queue.getByText('1 picture could not be restored')).toBeVisible()

  fake.tell(job({ state: 'failed', error: { ...error, details: { stage: 'upscale' } } }))
  await queue.getByRole('button', { name: 'Try another way' }).click()
  await expect(page.getByRole('menuitem')).toHaveText([
    'Try again as it was',
    'On the processor only',
    'Without “Enlarge”',
  ])
})

test('what runs is said to be paused when all is, and what needed nothing has nothing to compare', async ({
  page,
  fake,
}) => {
  await page.getByRole('button', { name: 'Show the queue' }).click()
  const queue = page.getByRole('region', { name: 'Queue' })
  const item = (name: string) => queue.getByRole('listitem').filter({ hasText: name })
  fake.tell(job({ state: 'running', stage: 'upscale', progress: 0.5, secondsLeft: 60 }), true)
  await expect(item('photo-3.jpg')).toContainText('Paused')
  await expect(item('photo-3.jpg')).not.toContainText('left')
  fake.tell(job({ id: 'j2', title: 'whole.jpg' }))
  fake.tell(job({ id: 'j2', title: 'whole.jpg', state: 'done' }))
  await expect(item('whole.jpg')).toContainText('Needed nothing done')
  await expect(item('whole.jpg').getByRole('button', { name: 'Compare' })).toBeHidden()
  for (const [position, id] of ['a', 'b', 'c'].entries()) fake.tell(job({ id, title: `${id}.jpg`, position }))
  await expect(item('c.jpg').getByRole('button', { name: 'Do c.jpg first' })).toBeVisible()
  await expect(item('b.jpg').getByRole('button', { name: 'Do b.jpg first' })).toBeHidden()
})

test('at 1024 x 700 everything is within reach', async ({ page, fake }) => {
  await page.setViewportSize({ width: 1024, height: 700 })
  expect(fake.asked.length).toBeGreaterThan(0)
  await gallery(page).getByRole('gridcell').nth(1).click()
  await expect(page.getByRole('button', { name: 'Restore · about 9 s' })).toBeInViewport()
  await expect(page.getByRole('toolbar', { name: 'Looking and comparing' })).toBeInViewport()
  const versions = page.getByRole('region', { name: 'Versions' })
  await expect(versions).toBeHidden()
  await page.getByRole('button', { name: 'Versions and recipe' }).click()
  await expect(versions).toBeInViewport()
  await page.keyboard.press('Escape')
  await expect(versions).toBeHidden()
  const sideways = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
  expect(sideways).toBe(0)
})
