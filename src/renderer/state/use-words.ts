import type { TFunction } from 'i18next'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Failure } from '../../shared/entities.ts'
import { AppError, type ErrorCode, isErrorCode } from '../../shared/errors.ts'
import { refusalReasons } from '../../shared/models.ts'
import { operationTitle } from '../i18n.ts'
import { spell } from './time-words.ts'

/** Everything that turns values into words of the language in force; the same object until that changes. */
export function useWords() {
  const { t, i18n } = useTranslation()
  const { language } = i18n
  return useMemo(() => wordsIn(language, t), [language, t])
}

function wordsIn(language: string, t: TFunction) {
  const plain = new Intl.NumberFormat(language)
  return {
    t,
    language,
    number: (value: number, options?: Intl.NumberFormatOptions) =>
      (options ? new Intl.NumberFormat(language, options) : plain).format(value),
    percent: (share: number, digits = 0) =>
      new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: digits }).format(share),
    bytes: (count: number) => bytes(count, language),
    day: (iso: string) => new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(new Date(iso)),
    /** Day and time of something made lately. */
    moment: (iso: string) =>
      new Intl.DateTimeFormat(language, { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' }).format(
        new Date(iso),
      ),
    duration: (seconds: number) => duration(seconds, t),
    failure: (error: unknown) => failureSentence(error, language, t),
    stage: (stage: string | null) => stageWords(stage, language, t),
    operation: (id: string) => operationTitle(id, language),
  }
}
export type Words = ReturnType<typeof wordsIn>

export function duration(seconds: number, t: TFunction): string {
  const { key, count } = spell(seconds)
  return t(key, { count })
}

function bytes(count: number, language: string): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(count, 1)) / 3))
  const value = count / 1000 ** step
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: units[step] ?? 'byte',
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: value < 10 && step > 0 ? 1 : 0,
  }).format(value)
}

/**
 * The engine's own sentence is English and says more; other languages have one sentence for each code. Of a connection
 * that was lost neither end knows whether the other comes back: then only that is said.
 */
export function failureSentence(error: unknown, language: string, t: TFunction): string {
  const { code, message, details } = asFailure(error)
  if (language === 'en' && message !== '' && code !== 'internal' && code !== 'disconnected') return message
  const reason = refusalReasons.find((known) => known === details.reason)
  if (code === 'model-refused' && reason) return t(`modelRefusal.${reason}`, details)
  return t(`errors.${code}`, details)
}

function asFailure(error: unknown): { code: ErrorCode; message: string; details: Failure['details'] } {
  if (error instanceof AppError) return { code: error.code, message: error.message, details: { ...error.details } }
  const known = error as Partial<Failure> | null | undefined
  if (known && isErrorCode(known.code))
    return { code: known.code, message: known.message ?? '', details: known.details ?? {} }
  return { code: 'internal', message: '', details: {} }
}

function stageWords(stage: string | null, language: string, t: TFunction): string {
  if (stage === null) return t('stage.waiting')
  if (stage === 'open' || stage === 'save' || stage === 'check') return t(`stage.${stage}`)
  return operationTitle(stage, language)
}
