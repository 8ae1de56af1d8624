import { expect, test } from 'vitest'
import type { Job } from '../../../shared/entities.ts'
import { collectNews } from './news.ts'

const done = (id: string, restorationId: string | null = `r-${id}`) => ({ id, state: 'done', restorationId }) as Job

test('a single picture is told at once, by its name', () => {
  const news = collectNews()
  expect(news([done('a')], 0)).toEqual({ restored: [done('a')], leftAlone: [] })
  expect(news([], 0)).toBeUndefined()
})

test('of a batch it is told once, when the last one has ended', () => {
  const news = collectNews()
  expect(news([done('a')], 2)).toBeUndefined()
  expect(news([done('b', null)], 1)).toBeUndefined()
  const failed = { id: 'c', state: 'failed' } as Job
  expect(news([failed], 0)).toEqual({ restored: [done('a')], leftAlone: [done('b', null)] })
  expect(news([done('d')], 0)).toEqual({ restored: [done('d')], leftAlone: [] })
})
