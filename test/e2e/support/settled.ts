import type { Page } from '@playwright/test'

/** Waits until what fades in or slides has its colour and its place: no longer than that takes. What runs forever does not count. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(`(async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(done))
    for (let round = 0; round < 20; round++) {
      await frame()
      await frame()
      const running = document.getAnimations().filter((each) => {
        const { iterations, endTime } = each.effect?.getComputedTiming() ?? {}
        return each.playState === 'running' && iterations !== Infinity && endTime !== Infinity
      })
      if (running.length === 0) return
      await Promise.all(running.map((each) => each.finished.catch(() => undefined)))
    }
  })()`)
}
