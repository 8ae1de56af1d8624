import { AppError, type ErrorCode } from '../shared/errors.ts'

/** Exit statuses, a stable contract: all done, some inputs failed, wrong usage, the environment lacks something. */
export const exits = { done: 0, someFailed: 1, wrongUsage: 2, environmentLacks: 3 } as const

const usage = new Set<ErrorCode>(['wrong-usage', 'invalid-input'])
const environment = new Set<ErrorCode>([
  'environment-lacks',
  'model-missing',
  'model-broken',
  'catalog-busy',
  'catalog-newer',
  'catalog-broken',
])

/** The status of a command that could not begin or go on at all. */
export function exitOf(error: unknown): number {
  if (!(error instanceof AppError)) return exits.someFailed
  if (usage.has(error.code)) return exits.wrongUsage
  return environment.has(error.code) ? exits.environmentLacks : exits.someFailed
}

export const usageError = (sentence: string): AppError => new AppError('wrong-usage', sentence)

/** One plain sentence for any failure; what nobody expected is named as such, without its stack. */
export function sentenceOf(error: unknown): string {
  if (error instanceof AppError) return error.message
  const reason = error instanceof Error ? error.message : String(error)
  return `Something went wrong inside Daguerre (${reason.split('\n')[0] ?? 'unknown'}).`
}
