import { expect, test, vi } from 'vitest'
import { host } from '../shared/host.ts'
import { connect } from '../shared/rpc/client.ts'
import { portPair } from '../shared/rpc/ports.ts'
import { serve } from '../shared/rpc/server.ts'
import { type HostNeeds, hostHandlers } from './host.ts'
import { createWatchers, type HostEvent } from './watchers.ts'

/** A page on one end, the host on the other, and an engine that answers as given. */
function studio(given: { paths?: string[]; path?: string } = {}) {
  const issued: string[][] = []
  const shell = vi.fn(async (method: string, input: { paths?: string[] }) => {
    if (method === 'grants.issue') issued.push(input.paths ?? [])
    return method === 'grants.issue' ? { grants: (input.paths ?? []).map((_, at) => `g${at}`) } : { path: given.path }
  })
  const showInFolder = vi.fn()
  const watchers = createWatchers()
  const [near, far] = portPair()
  const needs: HostNeeds = {
    page: 1,
    language: 'zh-CN',
    shell: shell as never,
    watchers,
    pick: async () => given.paths ?? [],
    showInFolder,
  }
  const log = vi.fn()
  serve(host, hostHandlers(needs), far, log)
  return { call: connect<typeof host>(near), issued, shell, showInFolder, watchers, log }
}

test('it says where the page runs', async () => {
  const info = await studio().call('host.info', {})
  expect(info).toMatchObject({ door: 'electron', language: 'zh-CN', capabilities: { dialogs: true, reveal: true } })
})

test('chosen files become grants; their paths stay here', async () => {
  const { call, issued } = studio({ paths: ['/photos/a.jpg', '/photos/b.jpg'] })
  const answer = await call('host.pick-originals', { what: 'files' })
  expect(answer).toEqual({ grants: ['g0', 'g1'] })
  expect(issued).toEqual([['/photos/a.jpg', '/photos/b.jpg']])
})

test('a cancelled dialog asks the engine for nothing', async () => {
  const { call, shell } = studio({ paths: [] })
  expect(await call('host.pick-originals', { what: 'folder' })).toEqual({ grants: [] })
  expect(await call('host.pick-folder', {})).toEqual({ grant: null, name: '' })
  expect(shell).not.toHaveBeenCalled()
})

test('a chosen folder is told by name', async () => {
  const { call } = studio({ paths: ['/photos/Albums'] })
  expect(await call('host.pick-folder', {})).toEqual({ grant: 'g0', name: 'Albums' })
})

test('a scan is shown in its folder', async () => {
  const { call, showInFolder } = studio({ path: '/photos/a.jpg' })
  await call('host.reveal', { kind: 'original', id: '7' })
  expect(showInFolder).toHaveBeenCalledExactlyOnceWith('/photos/a.jpg')
})

test('an export is shown in the folder it was written to', async () => {
  const { call, shell } = studio({ path: '/usb/Anna.jpg' })
  await call('host.reveal', { kind: 'export', id: 'Anna.jpg', folder: 'g0' })
  expect(shell).toHaveBeenCalledExactlyOnceWith('files.reveal', { kind: 'export', id: 'Anna.jpg', folder: 'g0' })
})

test.each(['//server/share/a.jpg', '\\\\server\\share\\a.jpg', 'a.jpg'])('%s is not shown', async (path) => {
  const { call, showInFolder } = studio({ path })
  await expect(call('host.reveal', { kind: 'original', id: '7' })).rejects.toMatchObject({ code: 'no-permission' })
  expect(showInFolder).not.toHaveBeenCalled()
})

test('files opened before the page listens are told when it does; old commands are not', async () => {
  const { call, watchers } = studio()
  watchers.opened(['g0'])
  watchers.command(1, 'export')
  const events: HostEvent[] = []
  const stop = new AbortController()
  const watching = call('host.watch', {}, { signal: stop.signal, onEvent: (event) => events.push(event) })
  await vi.waitFor(() => expect(events).toEqual([{ kind: 'opened', grants: ['g0'] }]), { timeout: 10_000 })
  watchers.command(1, 'search')
  watchers.command(2, 'restore')
  await vi.waitFor(() => expect(events.at(-1)).toEqual({ kind: 'command', command: 'search' }), { timeout: 10_000 })
  expect(events).toHaveLength(2)
  stop.abort()
  await expect(watching).resolves.toBeNull()
  watchers.opened(['g1'])
  expect(events).toHaveLength(2)
})

test('only one page imports what was opened', () => {
  const watchers = createWatchers()
  const [first, second] = [vi.fn(), vi.fn()]
  void watchers.watch(1, first, new AbortController().signal)
  void watchers.watch(2, second, new AbortController().signal)
  watchers.opened(['g0'])
  expect([first.mock.calls.length, second.mock.calls.length]).toEqual([1, 0])
})
