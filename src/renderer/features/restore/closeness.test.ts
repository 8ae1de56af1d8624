import { expect, test } from 'vitest'
import { closeness } from './closeness.ts'

test.each([
  [52, 'same'],
  [40, 'same'],
  [39.9, 'near'],
  [34, 'near'],
  [28, 'changed'],
  [12, 'different'],
])('%s dB', (decibel, word) => expect(closeness(decibel)).toBe(word))
