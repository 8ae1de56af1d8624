import { z } from 'zod'
import { AppError } from '../../src/shared/errors.ts'
import { type Handlers, method } from '../../src/shared/rpc/contract.ts'

/** A small contract with one method for each thing the seam promises. */
export const sample = {
  'math.double': method({ input: z.strictObject({ n: z.number() }), output: z.number() }),
  /** `step` events 1..n, then n. */
  'count.to': method({ input: z.strictObject({ n: z.int().min(0).max(1000) }), event: z.int(), output: z.int() }),
  /** Runs until cancelled. */
  'wait.forever': method({ input: z.strictObject({}), event: z.string(), output: z.null() }),
  /** How many `wait.forever` calls were told to stop. */
  'wait.stopped': method({ input: z.strictObject({}), output: z.int() }),
  'fail.known': method({ input: z.strictObject({}), output: z.null() }),
  'fail.unknown': method({ input: z.strictObject({}), output: z.null() }),
  'fail.output': method({ input: z.strictObject({}), output: z.number() }),
  'with.default': method({ input: z.strictObject({ n: z.int().default(7) }), output: z.int() }),
  echo: method({ input: z.strictObject({ value: z.unknown() }), output: z.unknown() }),
}
export type Sample = typeof sample

export const secret = 'the secret of /home/grandmother'

export function sampleHandlers(): Handlers<Sample> {
  let stopped = 0
  return {
    'math.double': ({ n }) => n * 2,
    'count.to': ({ n }, { emit }) => {
      for (let i = 1; i <= n; i++) emit(i)
      return n
    },
    'wait.forever': (_input, { signal, emit }) =>
      new Promise((resolve) => {
        emit('started')
        signal.addEventListener('abort', () => {
          stopped++
          resolve(null)
        })
      }),
    'wait.stopped': () => stopped,
    'fail.known': () => {
      throw new AppError('disk-full', 'The disk is full.', { needed: 12, folder: '相册' })
    },
    'fail.unknown': () => {
      throw new TypeError(secret)
    },
    'fail.output': () => secret as unknown as number,
    'with.default': ({ n }) => n,
    echo: ({ value }) => value ?? null,
  }
}
