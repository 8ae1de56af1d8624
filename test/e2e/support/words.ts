import en from '../../../src/renderer/locales/en.json' with { type: 'json' }
import zh from '../../../src/renderer/locales/zh-CN.json' with { type: 'json' }

/** What the page says, by language: journeys that are made in both. */
export const words = { en, zh } as const
export type Language = keyof typeof words
