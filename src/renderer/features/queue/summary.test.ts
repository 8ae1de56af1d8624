import { beforeEach, describe, expect, test } from 'vitest'
import type { Job, JobState } from '../../../shared/entities.ts'
import { applyJobs, jobOf, useQueue } from './queue-store.ts'
import { quarter, summarise } from './summary.ts'

const job = (id: string, state: JobState, more: Partial<Job> = {}): Job => ({
  id,
  originalId: `o-${id}`,
  title: `${id}.jpg`,
  state,
  priority: 0,
  position: Number(id),
  progress: 0,
  stage: null,
  secondsLeft: null,
  secondsSpent: 0,
  attempts: 0,
  createdAt: `2026-01-01T00:00:0${id}Z`,
  restorationId: null,
  error: null,
  ...more,
})

describe('summarise', () => {
  test('counts and progress', () => {
    const jobs = [
      job('1', 'done', { secondsSpent: 10 }),
      job('2', 'running', { progress: 0.5, secondsLeft: 5 }),
      job('3', 'waiting'),
      job('4', 'failed'),
    ]
    expect(summarise(jobs)).toEqual({ active: 2, running: 1, failed: 1, finished: 1, progress: 0.5, secondsLeft: 15 })
  })
  test('pictures that were asked for together take about as long as those of them that are done', () => {
    const done = ['1', '2', '3'].map((id) => job(id, 'done', { secondsSpent: 2 }))
    const waiting = Array.from({ length: 40 }, () => job('3', 'waiting', { secondsLeft: 0.2 }))
    const running = job('4', 'running', { progress: 0.5, secondsLeft: 1 })
    expect(summarise([...done, running, ...waiting]).secondsLeft).toBeCloseTo(81)
    // Two tell too little, and what was asked for an hour ago nothing.
    expect(summarise([...done.slice(1), running, ...waiting]).secondsLeft).toBeCloseTo(9)
    const before = done.map((each) => ({ ...each, createdAt: '2025-12-31T23:00:00Z' }))
    expect(summarise([...before, running, ...waiting]).secondsLeft).toBeCloseTo(9)
  })
  test('an empty queue has nothing to say', () =>
    expect(summarise([])).toMatchObject({ active: 0, progress: 0, secondsLeft: undefined }))
})

test('quarters', () => expect([0, 0.24, 0.25, 0.74, 0.999, 1].map(quarter)).toEqual([0, 0, 25, 50, 75, 100]))

describe('applyJobs', () => {
  beforeEach(() => useQueue.setState({ jobs: [], paused: false }))

  test('tells what changed its state, and not what only went on', () => {
    applyJobs({ paused: false, jobs: [job('1', 'running'), job('2', 'waiting')] }, true)
    const changes = applyJobs({ paused: false, jobs: [job('1', 'done'), job('2', 'waiting', { priority: 1 })] }, false)
    expect(changes.map(({ job: { id, state }, before }) => [id, before, state])).toEqual([['1', 'running', 'done']])
  })
  test('a job that ended while the connection was lost does not run for ever', () => {
    applyJobs({ paused: false, jobs: [job('1', 'running')] }, true)
    applyJobs({ paused: false, jobs: [job('2', 'waiting')] }, true)
    expect(useQueue.getState().jobs.map(({ id }) => id)).toEqual(['2'])
  })
  test('the picture is told of its newest job', () => {
    const jobs = [job('1', 'failed', { originalId: 'x' }), job('2', 'waiting', { originalId: 'x' }), job('3', 'done')]
    expect(jobOf(jobs, 'x')?.id).toBe('2')
    expect(jobOf(jobs, 'o-3')).toBeUndefined()
  })
})
