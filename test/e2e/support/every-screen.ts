import { expect, type Page } from '@playwright/test'
import { settled } from './settled.ts'
import { type Language, words } from './words.ts'

/** Called on every screen and panel; it may change the size of the window, and puts it back. */
export type Visit = (name: string) => Promise<void>

/**
 * Goes through every screen and panel of a studio whose library holds pictures, one of them restored and open. By keys
 * where there are some, and by the words of the language otherwise.
 */
export async function everyScreen(page: Page, language: Language, visit: Visit): Promise<void> {
  const t = words[language]
  const show = async (name: string) => {
    await settled(page)
    await visit(name)
  }
  const dialog = page.getByRole('dialog')
  const close = async () => {
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
  }

  await show('restore')
  await page
    .getByRole('region', { name: t['recipe.title'] })
    .getByRole('listitem')
    .last()
    .getByRole('button')
    .nth(1)
    .click()
  await show('restore-step')
  await page.keyboard.press('q')
  await expect(page.getByRole('region', { name: t['brush.title'] })).toBeVisible()
  await show('restore-brush')
  await page.keyboard.press('q')
  await page.keyboard.press('i')
  await show('restore-invented')
  await page.keyboard.press('i')
  await page.keyboard.press('y')
  await show('restore-side')
  await page.keyboard.press('y')
  await page.keyboard.press('y')

  await page.keyboard.press('Control+e')
  for (const purpose of ['share', 'keep', 'print', 'compare', 'album'] as const) {
    await dialog.getByRole('radio', { name: t[`export.purpose.${purpose}`] }).focus()
    await page.keyboard.press('Space')
    await show(`export-${purpose}`)
  }
  await close()
  await page.keyboard.press('Control+,')
  await expect(dialog).toBeVisible()
  await show('settings')
  await close()
  await page.keyboard.press('?')
  await expect(dialog).toBeVisible()
  await show('shortcuts')
  await close()
  await page.keyboard.press('Control+k')
  await show('palette')
  await close()
  await page.keyboard.press('m')
  await expect(page.getByRole('heading', { name: t['tabs.models'], level: 1 })).toBeVisible()
  await show('models')

  await page.keyboard.press('g')
  await expect(page.getByRole('gridcell').first()).toBeVisible()
  await show('library')
  await page.getByRole('button', { name: t['filter.title'], exact: true }).click()
  await show('library-filter')
  await close()
  await page.keyboard.press('Control+j')
  await show('queue')
  await page.keyboard.press('Control+j')
  await page.getByRole('gridcell').first().focus()
  await page.keyboard.press('t')
  await expect(dialog).toBeVisible()
  await show('describe')
  await close()
  await page.getByRole('gridcell').first().focus()
  await page.keyboard.press('Control+a')
  await show('selection')
  await page.keyboard.press('Escape')
}
