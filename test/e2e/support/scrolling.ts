import { expect, type Page, type TestInfo } from '@playwright/test'
import { threadTime } from './thread-time.ts'

const frames = 40
/** Processor time the page may take for a frame; at 60 frames a second there are 16.7 ms, painting included. */
const budgetMs = 12

/**
 * Scrolls the gallery and records how long a frame takes, which depends on what else the computer does, and how much
 * processor time the page's own thread spends on one: script, style and layout. Only that is judged.
 */
export async function recordScrolling(page: Page, info: TestInfo, name: string): Promise<void> {
  const spent = await threadTime(page)
  const times = await page.evaluate<number[]>(`new Promise((done) => {
    const frame = document.querySelector('[role=grid]').parentElement
    const times = []
    let last = performance.now()
    const step = (now) => {
      times.push(now - last)
      last = now
      frame.scrollTop += 120
      if (times.length < ${frames}) requestAnimationFrame(step)
      else done(times.slice(1).toSorted((a, b) => a - b))
    }
    requestAnimationFrame(step)
  })`)
  const { script, layout, style, all } = await spent()
  const at = (share: number) => Math.round(times[Math.floor(share * times.length)] ?? 0)
  const each = (milliseconds: number) => (milliseconds / frames).toFixed(1)
  const parts = `script ${each(script)}, layout ${each(layout)}, style ${each(style)}`
  const description =
    `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, longest ${at(0.999)} ms a frame; ` +
    `processor time of the page's thread: ${parts}, all ${each(all)} ms a frame`
  info.annotations.push({ type: `scrolling ${name}`, description })
  console.log(`scrolling ${name}: ${description}`)
  expect((script + layout + style) / frames).toBeLessThan(budgetMs)
}
