import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { expect, type Page } from '@playwright/test'
import sharp from 'sharp'
import { settled } from './settled.ts'

const folder = resolve(import.meta.dirname, '../../../docs/screens')
const writes = process.env.DAGUERRE_PICTURES === '1'

/**
 * A picture of the screen as it is now. It is taken on every run, so that it cannot go stale unnoticed, and written to
 * docs/screens when DAGUERRE_PICTURES=1. Only pictures drawn by our own scripts may be on it.
 */
export async function takeScreen(page: Page, name: string): Promise<void> {
  await settled(page)
  const showFolder = await hideFolder(page)
  const shot = await page.screenshot({ animations: 'disabled' })
  await showFolder()
  const { entropy } = await sharp(shot).stats()
  // An empty or half-drawn page is nearly one colour.
  expect(entropy).toBeGreaterThan(1)
  if (!writes) return
  await mkdir(folder, { recursive: true })
  await sharp(shot)
    .resize({ width: 1280 })
    .png({ palette: true, colours: 128, effort: 10 })
    .toFile(join(folder, `${name}.png`))
}

/** The folder of a test's library is nobody's business: wherever the page tells it, it tells another while the picture is taken. */
async function hideFolder(page: Page): Promise<() => Promise<void>> {
  await page.evaluate(`(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    window.hiddenFolders = []
    while (walker.nextNode()) {
      const node = walker.currentNode
      const told = node.nodeValue
      if (!/daguerre-e2e-\\S+/.test(told)) continue
      window.hiddenFolders.push([node, told])
      node.nodeValue = told.replace(/(\\S*[\\\\/])daguerre-e2e-[^\\\\/\\s]+/, '/Pictures/Daguerre')
    }
  })()`)
  return () => page.evaluate('for (const [node, told] of window.hiddenFolders) node.nodeValue = told')
}
