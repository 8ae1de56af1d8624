import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { settled } from './settled.ts'

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Nothing that axe knows to be wrong, on what is on the screen now. */
export async function expectAccessible(page: Page, where: string, except: readonly string[] = []): Promise<void> {
  expect(await whatIsInaccessible(page, where, except)).toEqual([])
}

/** @returns what axe knows to be wrong, in words */
export async function whatIsInaccessible(page: Page, where: string, except: readonly string[] = []): Promise<string[]> {
  await settled(page)
  // `region` is no part of WCAG; tooltips and popovers lie outside the landmarks because they lie over them.
  return told(page, where, (axe) => axe.withTags(rules).disableRules(['region', ...except]))
}

/** What depends on colours, which is all that another theme changes. */
export async function whatIsTooFaint(page: Page, where: string): Promise<string[]> {
  await settled(page)
  return told(page, where, (axe) => axe.withRules(['color-contrast', 'link-in-text-block']))
}

async function told(page: Page, where: string, set: (axe: AxeBuilder) => AxeBuilder): Promise<string[]> {
  const { violations } = await set(new AxeBuilder({ page })).analyze()
  return violations.map(({ id, nodes }) => `${where}: ${id}: ${nodes.map((node) => node.html).join(' | ')}`)
}
