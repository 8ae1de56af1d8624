import { expect, test } from 'vitest'
import type { Job } from '../../shared/entities.ts'
import { createFeed } from './feed.ts'
import { settled } from './testing.ts'

const jobOf = (id: string) => ({ id, progress: 0 }) as Job

function feedOf(count: number) {
  const ids = Array.from({ length: count }, (_, n) => String(n))
  const jobs = new Map(ids.map((id) => [id, jobOf(id)]))
  const feed = createFeed({ paused: () => false, job: (id) => jobs.get(id), unfinished: () => ids })
  const seen: number[] = []
  return { feed, jobs, seen, watch: () => feed.watch(({ jobs: told }) => seen.push(told.length)) }
}

test('a long queue is told in parts', async () => {
  const { seen, watch } = feedOf(2500)
  watch()
  expect(seen).toEqual([1000])
  await settled()
  expect(seen).toEqual([1000, 1000, 500])
})

test('who stops watching is told no more, not even the rest', async () => {
  const { feed, seen, watch } = feedOf(2500)
  watch()()
  feed.touch(['1'])
  await settled(150)
  expect(seen).toEqual([1000])
})

test('many changes of one job are told once; a job that is gone is not told', async () => {
  const { feed, jobs, seen, watch } = feedOf(3)
  watch()
  for (let n = 0; n < 100; n++) feed.touch(['0', '1'])
  jobs.delete('1')
  await settled(150)
  expect(seen).toEqual([3, 1])
})

test('many changed jobs are told in parts', async () => {
  const { feed, seen, watch } = feedOf(1500)
  watch()
  await settled()
  feed.touch(Array.from({ length: 1500 }, (_, n) => String(n)))
  await expect.poll(() => seen).toEqual([1000, 500, 1000, 500])
})

test('after closing nothing is told', async () => {
  const { feed, seen, watch } = feedOf(1)
  watch()
  feed.touch(['0'])
  feed.close()
  await settled(150)
  expect(seen).toEqual([1])
})
