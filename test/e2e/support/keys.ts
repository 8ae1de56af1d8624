import { expect, type Locator, type Page } from '@playwright/test'

/** A focus that is on nothing, out of sight, under something else or without a ring: what is wrong, in words. */
const faultOfFocus = `(() => {
  const at = document.activeElement
  if (!at || at === document.body) return null
  const who = () => (at.getAttribute('aria-label') ?? at.textContent ?? at.tagName).trim().slice(0, 60)
  // A radio, switch or slider is an input of one pixel: what is seen of it is around it.
  let seen = at
  while (seen.getBoundingClientRect().width <= 2 || getComputedStyle(seen).opacity === '0' || at.tagName === 'INPUT' && seen === at && at.type !== 'text') seen = seen.parentElement
  const box = seen.getBoundingClientRect()
  if (box.right <= 0 || box.bottom <= 0 || box.left >= innerWidth || box.top >= innerHeight) return 'out of sight: ' + who()
  const spots = [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.1], [0.5, 0.9]]
  const isSeen = spots.some(([x, y]) => {
    const hit = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y)
    return hit && (seen.contains(hit) || hit.contains(at))
  })
  if (!isSeen) return 'under something else: ' + who()
  return at.matches(':focus-visible') ? null : 'without a ring: ' + who()
})()`

const isFocused = (target: Locator): Promise<boolean> => target.evaluate((element) => element.matches(':focus'))

/**
 * Presses Tab until what is meant has the focus; a place that Tab does not lead to fails the test, and so does a focus
 * on the way that nobody sees.
 */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible({ timeout: 60_000 })
  for (let presses = 0; presses < 80; presses++) {
    expect(await page.evaluate(faultOfFocus)).toBeNull()
    if (await isFocused(target)) return
    await page.keyboard.press('Tab')
  }
  throw new Error('Tab does not lead there')
}

/** Remembers, over reloads too, whether a pointer was ever used. @returns how often one was pressed */
export async function countPointers(page: Page): Promise<() => Promise<number>> {
  const watch = `addEventListener('pointerdown', () =>
    sessionStorage.setItem('pointers', Number(sessionStorage.getItem('pointers')) + 1), true)`
  await page.addInitScript(watch)
  await page.evaluate(watch)
  return () => page.evaluate(`Number(sessionStorage.getItem('pointers'))`)
}
