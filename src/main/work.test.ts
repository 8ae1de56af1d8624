import { expect, test } from 'vitest'
import { createWork } from './work.ts'

const job = (id: string, state: 'waiting' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled', progress = 0) => ({
  id,
  state,
  progress,
})

test('without work the computer may sleep', () => {
  expect(createWork().update([], false)).toEqual({ busy: false, progress: undefined })
  expect(createWork().update([job('a', 'failed'), job('b', 'paused')], false).busy).toBe(false)
})

test('progress is that of all that was begun together', () => {
  const work = createWork()
  expect(work.update([job('a', 'waiting'), job('b', 'waiting')], false)).toEqual({ busy: true, progress: 0 })
  expect(work.update([job('a', 'running', 0.5)], false).progress).toBe(0.25)
  expect(work.update([job('a', 'done', 1)], false).progress).toBe(0.5)
  expect(work.update([job('b', 'running', 0.5)], false).progress).toBe(0.75)
  expect(work.update([job('b', 'done', 1)], false)).toEqual({ busy: false, progress: undefined })
  expect(work.update([job('c', 'waiting')], false).progress).toBe(0)
})

test('what failed or was cancelled counts no more', () => {
  const work = createWork()
  work.update([job('a', 'waiting'), job('b', 'running', 0.5)], false)
  expect(work.update([job('a', 'cancelled')], false).progress).toBe(0.5)
})

test('a paused queue keeps no computer awake once the tile in hand is done', () => {
  const work = createWork()
  expect(work.update([job('a', 'running', 0.2), job('b', 'waiting')], true).busy).toBe(true)
  expect(work.update([job('a', 'waiting', 0.2)], true)).toEqual({ busy: false, progress: 0.1 })
})
