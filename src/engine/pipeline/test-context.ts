import type { RunContext } from '../../operations/define.ts'
import { AppError } from '../../shared/errors.ts'
import type { SessionPool } from '../inference/session-pool.ts'
import { type ContextOptions, createRunContext } from './context.ts'

/** A pool without models, for tests of classical operations. */
export const noSessions: SessionPool = {
  session: async (id) => {
    throw new AppError('model-missing', `The model “${id}” is not installed.`)
  },
  notes: () => [],
  seconds: () => 0,
  moveToCpu: async () => false,
  release: async () => undefined,
}

/** What an operation runs with in tests: nothing is cancelled and nobody watches, unless said otherwise. */
export const testContext = (options: Partial<ContextOptions> = {}): RunContext =>
  createRunContext({ sessions: noSessions, cancelled: () => false, progress: () => undefined, ...options })
