import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execPath } from 'node:process'
import { type Browser, chromium } from 'playwright-core'
import { openCatalog } from '../../../src/engine/catalog/catalog.ts'
import { findChromium } from '../../provision/provision.ts'
import { fillCatalog } from '../catalog-scale.ts'
import { fixed, percentile, printTable } from '../table.ts'

const RUNS = 5

/** From starting the program to a page one can use, with an empty catalog and with 100,000 pictures. */
export async function benchStart(root: string): Promise<void> {
  const executablePath = await findChromium()
  if (executablePath === undefined) return console.log('\nStart: not measured, there is no Chromium.')
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  const rows: string[][] = []
  for (const pictures of [0, 100_000]) {
    const library = await mkdtemp(join(tmpdir(), 'daguerre-bench-'))
    const catalog = openCatalog(library)
    if (pictures > 0) fillCatalog(catalog.db, pictures)
    catalog.close()
    const times: number[][] = []
    for (let i = 0; i < RUNS; i++) times.push(await startOnce(root, library, browser))
    const column = (n: number) =>
      fixed(
        percentile(
          times.map((run) => run[n] ?? Number.NaN),
          0.5,
        ),
        2,
      )
    rows.push([`${pictures}`, column(0), column(1)])
    await rm(library, { recursive: true })
  }
  await browser.close()
  printTable(
    'Start, seconds (median of 5; the browser is running already)',
    ['pictures', 'server ready', 'window usable'],
    rows,
  )
}

async function startOnce(root: string, library: string, browser: Browser): Promise<number[]> {
  const start = performance.now()
  const seconds = () => (performance.now() - start) / 1000
  const server = spawn(execPath, [join(root, 'out/main/server.js'), '--library', library, '--no-open'])
  const address = await addressOf(server)
  const ready = seconds()
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  await page.goto(address)
  // Usable: either the gallery with its first pictures or the welcome with its two choices.
  await page.locator('[role=gridcell], button:has-text("Open photos")').first().waitFor()
  const usable = seconds()
  await page.close()
  server.kill('SIGTERM')
  await new Promise((resolve) => server.once('close', resolve))
  return [ready, usable]
}

function addressOf(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    server.once('close', () => reject(new Error(`The server ended before it was ready: ${text}`)))
    server.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8')
      const found = /http:\/\/127\.0\.0\.1:\d+\/\S*/.exec(text)
      if (found) resolve(found[0])
    })
  })
}
