import { existsSync, readdirSync, readFileSync } from 'node:fs'
import type { Browser, Page } from '@playwright/test'
import { oldPhotos } from './support/pictures.ts'
import { settled } from './support/settled.ts'
import { expect, gallery, importPictures, openPicture, test } from './support/studio.ts'
import { threadTime } from './support/thread-time.ts'

// A trace films the page: that is work, too.
test.use({ trace: 'off' })

const seconds = 4
/** Part of one core. The aim is a hundredth; the rest is for a computer that is slower than ours. */
const most = 0.02
/** Of the page's thread, for one move of the mouse: at sixty a second a tenth of a core. */
const mostMoveMs = 1.7

/** Clock ticks a second in /proc, on every Linux that Node runs on. */
const TICKS = 100

/** Seconds of processor time that a process and its children have used. */
function spentBy(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The name, in brackets, may hold anything: what follows it are numbers.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const own = (Number(fields[11]) + Number(fields[12])) / TICKS
  const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  )
  return children.reduce((sum, child) => sum + spentBy(child), own)
}

/** Seconds of processor time that all processes of the browser have used. */
async function spentByBrowser(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0)
}

function note(type: string, description: string): void {
  test.info().annotations.push({ type, description })
  console.log(`${type}: ${description}`)
}

/** What the page says to the engine and fetches while nobody touches it. */
function listen(page: Page): { said: number } {
  const heard = { said: 0 }
  page.on('request', () => heard.said++)
  return heard
}

test('C42: while nobody does anything nothing is asked, and hardly any processor time is used', async ({
  page,
  browser,
  server,
}) => {
  test.skip(!existsSync('/proc/self/stat'), 'processor time is read from /proc')
  const { pid } = server
  if (pid === undefined) throw new Error('no server')
  const heard = listen(page)
  page.on('websocket', (socket) => {
    socket.on('framesent', () => heard.said++)
    socket.on('framereceived', () => heard.said++)
  })
  await page.goto(server.address)
  await expect(page.getByRole('heading', { name: 'Bring in the old photos' })).toBeVisible()

  const rest = async (where: string) => {
    await settled(page)
    // What was asked for is answered, and what was learnt is saved.
    await page.waitForTimeout(1500)
    const spent = await threadTime(page)
    const before = { said: heard.said, browser: await spentByBrowser(browser), engine: spentBy(pid) }
    await page.waitForTimeout(seconds * 1000)
    const used = {
      engine: (spentBy(pid) - before.engine) / seconds,
      page: (await spent()).all / 1000 / seconds,
      browser: ((await spentByBrowser(browser)) - before.browser) / seconds,
    }
    const percent = (part: number) => `${(100 * part).toFixed(2)} %`
    const parts = `engine and server ${percent(used.engine)}, page ${percent(used.page)}`
    note(`idle, ${where}`, `${parts} (all of the browser ${percent(used.browser)}) of a core`)
    expect(heard.said - before.said, `${where}: messages and requests`).toBe(0)
    // The browser keeps several processes alive whatever the page does: its part is told, and not ours to judge.
    for (const part of ['engine', 'page'] as const) expect(used[part], `${where}: ${part}`).toBeLessThan(most)
  }

  await rest('welcome')
  await importPictures(page, await oldPhotos(4))
  await expect(gallery(page).getByRole('gridcell')).toHaveCount(4)
  await expect(page.getByText('4 pictures were added.')).toBeHidden({ timeout: 30_000 })
  await rest('library')
  const moved = await threadTime(page)
  const moves = 120
  await page.mouse.move(300, 200)
  await page.mouse.move(900, 420, { steps: moves })
  const each = (await moved()).all / moves
  note('moving the mouse over the library', `${each.toFixed(2)} ms of the page's thread a move`)
  expect(each).toBeLessThan(mostMoveMs)
  await openPicture(page, 'family-01.jpg')
  await rest('restore')
})
