import type { Page } from '@playwright/test'

/** Milliseconds of processor time by what the page's own thread did with them. */
export interface ThreadTime {
  readonly script: number
  readonly layout: number
  readonly style: number
  /** All of it, painting and waiting for nothing included. */
  readonly all: number
}

/** Starts to measure the page's thread; processor time, so that what else the computer does has no part in it. */
export async function threadTime(page: Page): Promise<() => Promise<ThreadTime>> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' })
  const read = async () => {
    const { metrics } = await cdp.send('Performance.getMetrics')
    return new Map(metrics.map(({ name, value }) => [name, value]))
  }
  const before = await read()
  return async () => {
    const after = await read()
    await cdp.detach()
    const spent = (name: string) => ((after.get(name) ?? 0) - (before.get(name) ?? 0)) * 1000
    return {
      script: spent('ScriptDuration'),
      layout: spent('LayoutDuration'),
      style: spent('RecalcStyleDuration'),
      all: spent('TaskDuration'),
    }
  }
}
