import { expect, test } from 'vitest'
import { createPreviewPace } from './preview-pace.ts'

/** A computer on which everything takes `slow` times what was reckoned, and opening half a second. */
function previewsOn(slow: number, pace = createPreviewPace()) {
  const make = () => {
    const seconds = 0.5 + pace.patience() * slow
    pace.learn(seconds)
    return seconds
  }
  return { pace, make }
}

test('on a busy computer previews come in time from the third on', () => {
  const { make } = previewsOn(10)
  expect(make()).toBeGreaterThan(10)
  make()
  for (let i = 0; i < 5; i++) expect(make()).toBeLessThanOrEqual(2)
})

test('when it has time again they grow to what they were', () => {
  const { pace, make } = previewsOn(10)
  const most = pace.patience()
  for (let i = 0; i < 4; i++) make()
  expect(pace.patience()).toBeLessThan(most / 5)
  const calm = previewsOn(0.2, pace)
  for (let i = 0; i < 10; i++) calm.make()
  expect(pace.patience()).toBe(most)
})

test('however slow the computer is, something is shown', () => {
  const { pace } = previewsOn(1)
  for (let i = 0; i < 20; i++) pace.learn(1000)
  expect(pace.patience()).toBeGreaterThan(0)
})
