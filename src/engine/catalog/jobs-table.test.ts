import { describe, expect, test } from 'vitest'
import { jobRequest, requestFor } from './job-request.ts'
import { checkpointOf, toJob } from './jobs-table.ts'
import { openTemporary, someOriginal, someRecipe, someRestoration } from './testing.ts'

const failure = { code: 'out-of-memory', message: 'There was not enough memory.', details: { needed: 12 } }

function queue(names: string[]) {
  const catalog = openTemporary()
  const originals = names.map((name) => someOriginal(name))
  catalog.originals.add(originals)
  return { catalog, jobs: catalog.jobs, originals, ids: originals.map((original) => original.id) }
}

describe('the jobs table', () => {
  test('hands jobs out by priority, then by age, each once', () => {
    const { jobs, ids } = queue(['a.jpg', 'b.jpg', 'c.jpg'])
    const [a, b] = jobs.insert(ids.slice(0, 2), someRecipe)
    const [c] = jobs.insert(ids.slice(2), someRecipe, 5)
    expect([jobs.claim()?.id, jobs.claim()?.id, jobs.claim()?.id, jobs.claim()]).toEqual([c, a, b, undefined])
    expect(jobs.counts()).toMatchObject({ waiting: 0, running: 3 })
  })

  test('a job is put before another one, and keeps no other place', () => {
    const { jobs, ids } = queue(['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg'])
    const [a = '', b = '', c = ''] = jobs.insert(ids.slice(0, 3), someRecipe)
    const [first = ''] = jobs.insert(ids.slice(3), someRecipe, 5)
    expect(jobs.move(c, a)).toEqual([c, a, b])
    expect(jobs.unfinished().map((row) => row.id)).toEqual([first, c, a, b])
    expect(jobs.move(first, null)).toEqual([c, a, b, first])
    expect(jobs.unfinished().map((row) => row.id)).toEqual([c, a, b, first])
    expect(jobs.claim()?.id).toBe(c)
    // What runs has no place to give away.
    expect(jobs.move(c, null)).toEqual([])
  })

  test('inserts all or none', () => {
    const { jobs, ids } = queue(['a.jpg'])
    expect(() => jobs.insert([...ids, 'nobody'], someRecipe)).toThrow('not in the catalog')
    expect(jobs.list()).toEqual([])
  })

  test('keeps progress, checkpoint and error', () => {
    const { jobs, ids } = queue(['a.jpg'])
    const [id = ''] = jobs.insert(ids, someRecipe)
    jobs.claim()
    jobs.progress(id, { progress: 0.25, stage: 'denoise', secondsSpent: 3, checkpoint: { tile: 7 } })
    jobs.progress(id, { progress: 0.5 })
    const row = jobs.need(id)
    expect(toJob(row, 3)).toMatchObject({
      title: 'a.jpg',
      progress: 0.5,
      stage: 'denoise',
      secondsSpent: 3,
      secondsLeft: 3,
    })
    expect(checkpointOf(row)).toEqual({ tile: 7 })
    expect(row.recipe).toBe(JSON.stringify(someRecipe))
    expect(jobRequest(row)).toEqual(requestFor(someRecipe))
    const other = requestFor(someRecipe, { device: 'cpu', without: ['denoise'] })
    jobs.setRequest(row.id, other)
    expect(jobRequest(jobs.need(row.id))).toEqual(other)
    jobs.setState(id, 'failed', { error: failure })
    expect(toJob(jobs.need(id))).toMatchObject({ state: 'failed', error: failure, stage: null })
    jobs.progress(id, { checkpoint: null })
    jobs.setState(id, 'waiting', { error: null })
    expect(toJob(jobs.need(id))).toMatchObject({ state: 'waiting', error: null, progress: 0, attempts: 1 })
  })

  test('lets interrupted jobs wait again with their checkpoint, and gives up on one that keeps dying', () => {
    const { jobs, ids } = queue(['a.jpg', 'b.jpg'])
    const [a = '', b = ''] = jobs.insert(ids, someRecipe)
    for (let start = 0; start < 3; start++) {
      expect(jobs.claim()?.id).toBe(a)
      jobs.progress(a, { progress: 0.5, checkpoint: { band: start } })
      const recovered = jobs.recover(3)
      expect(recovered).toEqual(start < 2 ? { waiting: [a], failed: [] } : { waiting: [], failed: [a] })
      expect(checkpointOf(jobs.need(a))).toEqual({ band: start })
      expect(jobs.need(a).progress).toBe(0.5)
    }
    expect(toJob(jobs.need(a)).error?.code).toBe('engine-crashed')
    expect(jobs.claim()?.id).toBe(b)
    expect(jobs.unfinished().map((row) => row.id)).toEqual([a, b])
  })

  test('forgets finished ones, and those whose picture is removed', () => {
    const { catalog, jobs, originals, ids } = queue(['a.jpg', 'b.jpg'])
    const [a = '', b = ''] = jobs.insert(ids, someRecipe)
    const result = someRestoration(originals[0] as (typeof originals)[0])
    catalog.restorations.add(result)
    jobs.setState(a, 'done', { restorationId: result.id })
    expect(jobs.need(a)).toMatchObject({ state: 'done', progress: 1, restoration_id: result.id })
    catalog.remove.restorations([result.id])
    expect(jobs.need(a).restoration_id).toBeNull()
    expect(jobs.clear()).toEqual([a])
    catalog.remove.originals(ids)
    expect(jobs.find(b)).toBeUndefined()
    expect(() => jobs.setState(b, 'paused')).toThrow('not in the queue')
  })
})
