import { expect, test } from 'vitest'
import { createPace } from './pace.ts'

function clock() {
  let time = 0
  return { now: () => time, pass: (seconds: number) => (time += seconds * 1000) }
}

test('nothing measured, nothing said', () => expect(createPace().factor()).toBeUndefined())

test('the middle of the last three, for ten minutes', () => {
  const { now, pass } = clock()
  const pace = createPace(now)
  for (const took of [10, 40, 44, 300]) pace.restored(10, took)
  expect(pace.factor()).toBeCloseTo(4.4)
  pass(601)
  expect(pace.factor()).toBeUndefined()
})

test('a single preview is not believed, warm ones are, until a picture is restored', () => {
  const { now, pass } = clock()
  const pace = createPace(now)
  pace.previewed(1.3, 9)
  expect(pace.factor()).toBeUndefined()
  pass(5)
  pace.previewed(1.3, 6)
  expect(pace.factor()).toBe(3)
  pass(60)
  pace.previewed(1.3, 20)
  expect(pace.factor()).toBe(3)
  pace.restored(20, 21)
  expect(pace.factor()).toBeCloseTo(1.05)
})

test('what is done in no time says nothing, and nothing is said beyond reason', () => {
  const pace = createPace()
  pace.restored(0.01, 5)
  expect(pace.factor()).toBeUndefined()
  pace.restored(1, 5000)
  expect(pace.factor()).toBe(12)
})
