import { useEffect } from 'react'
import { changeLanguage, languageOf } from '../../i18n.ts'
import { useHost, useSettings } from '../../state/queries.ts'

/** Remembered for the next start, so that the page does not come up in the wrong theme or language. */
export const remembered = { theme: 'daguerre.theme', language: 'daguerre.language' } as const

const systemDark = () => globalThis.matchMedia('(prefers-color-scheme: dark)')

export function applyTheme(wanted: string | null | undefined): void {
  const theme = wanted === 'dark' || wanted === 'light' ? wanted : systemDark().matches ? 'dark' : 'light'
  document.documentElement.dataset.theme = theme
}

/** Puts theme and language in force, and follows the system where the setting leaves it to it. */
export function useAppliedSettings(): void {
  const { data: settings } = useSettings()
  const { data: host } = useHost()
  const theme = settings?.theme
  const language = settings?.language
  useEffect(() => {
    if (theme === undefined) return undefined
    localStorage.setItem(remembered.theme, theme)
    const apply = () => applyTheme(theme)
    apply()
    const system = systemDark()
    system.addEventListener('change', apply)
    return () => system.removeEventListener('change', apply)
  }, [theme])
  useEffect(() => {
    if (language === undefined) return
    const chosen = languageOf(language, host?.language ?? navigator.language)
    localStorage.setItem(remembered.language, chosen)
    void changeLanguage(chosen)
  }, [language, host?.language])
}
