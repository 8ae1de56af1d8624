import en from './locales/en.json' with { type: 'json' }
import zhCN from './locales/zh-CN.json' with { type: 'json' }

/** The shell's own words: menus, dialogs, troubles. The page has its own. */
export type Words = typeof en
export type Language = 'en' | 'zh-CN'

export const words: Readonly<Record<Language, Words>> = { en, 'zh-CN': zhCN }

/** @param preferred the system's languages in the user's order, as BCP 47 tags */
export function pickLanguage(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const language = tag.toLowerCase().split('-')[0]
    if (language === 'zh') return 'zh-CN'
    if (language === 'en') return 'en'
  }
  return 'en'
}
