import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import { operationWords } from '../operations/locales.ts'
import en from './locales/en.json'
import zh from './locales/zh-CN.json'

export type Language = 'en' | 'zh-CN'
export type MessageKey = keyof typeof en

/** The language of the system when the setting leaves it open: Chinese for any kind of it, else English. */
export const languageOf = (wanted: 'auto' | Language, system: string): Language =>
  wanted === 'auto' ? (/^zh\b/i.test(system) ? 'zh-CN' : 'en') : wanted

export async function startI18n(language: Language): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: { en: { translation: en }, 'zh-CN': { translation: zh } },
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
    returnNull: false,
  })
  document.documentElement.lang = language
}

export async function changeLanguage(language: Language): Promise<void> {
  if (i18next.language === language) return
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
}

/** Words of an operation or one of its parameters; the id itself where a recipe names an operation we do not have. */
export function operationTitle(id: string, language: string): string {
  return wordsOf(id, language)?.title ?? id
}

export const wordsOf = (id: string, language: string) =>
  operationWords[language === 'zh-CN' ? 'zh-CN' : 'en'][id] ?? operationWords.en[id]
