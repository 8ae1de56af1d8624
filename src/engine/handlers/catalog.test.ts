import { existsSync, mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { type Engine, engine } from '../../shared/engine.ts'
import { AppError } from '../../shared/errors.ts'
import type { Contract, EventOf, Handlers } from '../../shared/rpc/contract.ts'
import { toOriginalRecord } from '../catalog/records.ts'
import { commitRestoration } from '../catalog/sidecar.ts'
import { fakeMedia, openTemporary, someRestoration, temporaryFolder, writeFiles } from '../catalog/testing.ts'
import { catalogHandlers } from './catalog.ts'
import { settingsHandlers } from './settings.ts'

/** Calls a handler as the seam does: input and output pass the contract. */
function caller(handlers: Partial<Handlers<Engine>>) {
  const contract: Contract = engine
  return async (name: keyof Engine, input: unknown, signal = new AbortController().signal) => {
    const events: unknown[] = []
    const emit = (event: unknown) => void events.push(event)
    const handler = handlers[name] as (input: unknown, context: object) => unknown
    const output = await handler(contract[name]?.input.parse(input), { signal, emit })
    const parsed = contract[name]?.output.parse(output)
    for (const event of events) contract[name]?.event?.parse(event)
    return { output: parsed as never, events }
  }
}

function studio() {
  const photos = temporaryFolder()
  writeFiles(photos, { 'a.jpg': 'a', '奶奶.jpg': 'n', 'film.mp4': 'film' })
  const catalog = openTemporary()
  const stopped: string[] = []
  const pathsOf = (grants: readonly string[]) => {
    if (grants[0] !== 'g1') throw new AppError('grant-expired', 'Choose the files again.')
    return [photos]
  }
  const beforeRemove = (ids: readonly string[]) => void stopped.push(...ids)
  const handlers = {
    ...catalogHandlers({ catalog, media: fakeMedia(), pathsOf, beforeRemove }),
    ...settingsHandlers({ catalog }),
  }
  return { catalog, photos, stopped, call: caller(handlers) }
}

test('the life of a picture over the contract', async () => {
  const { catalog, call, stopped } = studio()
  const imported = await call('catalog.import', { grants: ['g1'] })
  expect(imported.output).toMatchObject({
    added: [expect.any(String), expect.any(String)],
    duplicates: 0,
    failed: [{ name: 'film.mp4' }],
  })
  const [id = ''] = (imported.output as { added: string[] }).added

  await call('catalog.edit', { ids: [id], note: 'in the garden', rating: 4 })
  await call('catalog.edit', { ids: [id], rating: 5 })
  expect((await call('catalog.list', { text: 'garden' })).output).toMatchObject({
    total: 1,
    items: [{ id, rating: 5 }],
  })
  const result = someRestoration(toOriginalRecord(catalog.originals.need(id)))
  commitRestoration(catalog, result)
  await call('restorations.edit', { id: result.id, name: 'For mother' })
  expect((await call('catalog.get', { id })).output).toMatchObject({
    original: { id, note: 'in the garden', restorations: 1 },
    restorations: [{ id: result.id, name: 'For mother', full: `r-full/${result.id}` }],
  })
  expect((await call('catalog.counts', {})).output).toMatchObject({ all: 2, restored: 1 })
  expect((await call('catalog.verify', {})).output).toMatchObject({ intact: 2 })

  await call('restorations.remove', { ids: [result.id] })
  await expect.poll(() => existsSync(join(catalog.library.root, result.file.replace('.png', '.json')))).toBe(false)
  await call('catalog.remove', { ids: [id] })
  expect(stopped).toEqual([id])
  await expect(call('catalog.get', { id })).rejects.toMatchObject({ code: 'not-found' })
  await expect(call('catalog.edit', { ids: [id], rating: 1 })).rejects.toMatchObject({ code: 'not-found' })
  await expect(call('catalog.import', { grants: ['other'] })).rejects.toMatchObject({ code: 'grant-expired' })
})

test('C34: what was moved is found by its content, in a folder that was chosen', async () => {
  const { call, photos } = studio()
  const { output } = await call('catalog.import', { grants: ['g1'] })
  const [id = ''] = (output as { added: string[] }).added
  await call('catalog.edit', { ids: [id], note: 'from the attic' })
  mkdirSync(join(photos, 'deep'))
  renameSync(join(photos, 'a.jpg'), join(photos, 'deep', 'renamed.jpg'))
  const found = await call('catalog.relink', { folder: 'g1' })
  expect(found.output).toEqual({ relinked: 1, returned: 0, missing: 0 })
  expect((await call('catalog.list', { text: 'attic' })).output).toMatchObject({
    items: [{ id, name: 'renamed.jpg', missing: false }],
  })
  await expect(call('catalog.relink', { folder: 'g2' })).rejects.toMatchObject({ code: 'grant-expired' })
})

test('a watch tells what changed until it is cancelled', async () => {
  const { call } = studio()
  const abort = new AbortController()
  const watched = call('catalog.watch', {}, abort.signal)
  const { output } = await call('catalog.import', { grants: ['g1'] })
  await pause(200)
  abort.abort()
  const events = (await watched).events as EventOf<Engine['catalog.watch']>[]
  expect(events.flatMap((event) => event.originals).toSorted()).toEqual(
    (output as { added: string[] }).added.toSorted(),
  )
})

test('settings change one by one', async () => {
  const { call } = studio()
  await call('settings.set', { theme: 'dark' })
  await call('settings.set', { exportQuality: 80 })
  expect((await call('settings.get', {})).output).toMatchObject({ theme: 'dark', exportQuality: 80, language: 'auto' })
})
