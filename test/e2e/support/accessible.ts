import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { settled } from './settled.ts'

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Nothing that axe knows to be wrong, on what is on the screen now. */
export async function expectAccessible(page: Page, where: string, except: readonly string[] = []): Promise<void> {
  await settled(page)
  // `region` is no part of WCAG; tooltips and popovers lie outside the landmarks because they lie over them.
  const { violations } = await new AxeBuilder({ page })
    .withTags(rules)
    .disableRules(['region', ...except])
    .analyze()
  const told = violations.map(({ id, nodes }) => `${where}: ${id}: ${nodes.map((node) => node.html).join(' | ')}`)
  expect(told).toEqual([])
}
