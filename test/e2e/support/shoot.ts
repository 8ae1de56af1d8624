import { join } from 'node:path'
import type { Page } from '@playwright/test'

const shots = process.env.DAGUERRE_SHOTS
/** With DAGUERRE_SHOTS=folder the screen is written there in both themes and two sizes, to be looked at. */
export const shoot = async (page: Page, name: string) => {
  if (!shots) return
  for (const theme of ['dark', 'light'] as const)
    for (const size of [
      { width: 1440, height: 900 },
      { width: 1024, height: 700 },
    ]) {
      await page.emulateMedia({ colorScheme: theme })
      await page.setViewportSize(size)
      await page.waitForTimeout(300)
      await page.screenshot({ path: join(shots, `${name}-${theme}-${size.width}.png`), animations: 'disabled' })
    }
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.setViewportSize({ width: 1440, height: 900 })
}
