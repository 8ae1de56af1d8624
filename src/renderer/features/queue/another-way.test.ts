import { expect, test } from 'vitest'
import type { Job } from '../../../shared/entities.ts'
import { waysFor } from './another-way.tsx'

const failed = (code: string, stage?: string) =>
  ({ state: 'failed', error: { code, message: '', details: stage === undefined ? {} : { stage } } }) as unknown as Job

test('a file that cannot be read fails in every way', () => expect(waysFor(failed('file-truncated'))).toEqual([]))
test('one that was not where it was may be back', () => expect(waysFor(failed('file-missing'))).toEqual(['again']))
test('a network can be tried on the processor, or be left out', () =>
  expect(waysFor(failed('out-of-memory', 'upscale'))).toEqual(['again', 'cpu', 'without-step']))
test('a step without a network runs on the processor anyway', () =>
  expect(waysFor(failed('internal', 'recover-tone'))).toEqual(['again', 'without-step']))
test('what was cancelled is begun again', () => expect(waysFor({ state: 'cancelled' } as Job)).toEqual(['again']))
