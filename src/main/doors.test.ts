import { EventEmitter } from 'node:events'
import { beforeEach, expect, test, vi } from 'vitest'
import { bridgeChannels } from '../shared/bridge.ts'

const fake = vi.hoisted(() => ({
  on: new Map<string, (event: unknown, message: unknown) => void>(),
  handle: new Map<string, (event: unknown, message: unknown) => Promise<unknown>>(),
  channels: [] as { port1: unknown; port2: unknown }[],
}))

vi.mock('electron', () => ({
  ipcMain: {
    on: (channel: string, listener: never) => fake.on.set(channel, listener),
    handle: (channel: string, listener: never) => fake.handle.set(channel, listener),
  },
  MessageChannelMain: class {
    port1 = fakePort()
    port2 = fakePort()
    constructor() {
      fake.channels.push(this)
    }
  },
}))

const { openDoors } = await import('./doors.ts')

const fakePort = () => Object.assign(new EventEmitter(), { start: vi.fn(), close: vi.fn(), postMessage: vi.fn() })
const fakeFrame = (more: object = {}) => ({
  origin: 'app://studio',
  parent: null,
  isDestroyed: () => false,
  postMessage: vi.fn(),
  ...more,
})

function doors() {
  let end: (reason: string) => void = () => {}
  const ended = new Promise<string>((resolve) => {
    end = resolve
  })
  const enginePort = fakePort()
  const engine = vi.fn(async () => ({ shell: vi.fn(), openPage: () => enginePort, ended }))
  const grant = vi.fn(async (paths: string[]) => paths.map((_, at) => `g${at}`))
  const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() }
  openDoors({ engine: engine as never, host: () => ({}) as never, grant, log })
  const send = (frame: unknown, message: unknown) =>
    fake.on.get(bridgeChannels.open)?.({ senderFrame: frame, sender: { id: 1 } }, message)
  const call = async (frame: unknown, message: unknown) =>
    fake.handle.get(bridgeChannels.grants)?.({ senderFrame: frame, sender: { id: 1 } }, message)
  return { end, enginePort, engine, grant, log, send, call }
}

beforeEach(() => {
  fake.on.clear()
  fake.handle.clear()
  fake.channels.length = 0
})

test('a page gets a port to the engine, and is told when the engine has ended', async () => {
  const { send, end, enginePort } = doors()
  const frame = fakeFrame()
  send(frame, { which: 'engine', id: 3 })
  await vi.waitFor(() => expect(frame.postMessage).toHaveBeenCalledTimes(1), { timeout: 10_000 })
  expect(frame.postMessage).toHaveBeenLastCalledWith(bridgeChannels.port, { id: 3 }, [enginePort])
  end('exit code 134')
  await vi.waitFor(() => expect(frame.postMessage).toHaveBeenCalledTimes(2), { timeout: 10_000 })
  expect(frame.postMessage).toHaveBeenLastCalledWith(bridgeChannels.port, { id: 3 }, [])
})

test('without an engine the page is told at once', async () => {
  const { send, engine } = doors()
  engine.mockRejectedValueOnce(new Error('given up'))
  const frame = fakeFrame()
  send(frame, { which: 'engine', id: 3 })
  await vi.waitFor(
    () => expect(frame.postMessage).toHaveBeenCalledExactlyOnceWith(bridgeChannels.port, { id: 3 }, []),
    { timeout: 10_000 },
  )
})

test('a page that went away while the engine started leaves no port open', async () => {
  const { send, enginePort } = doors()
  const frame = fakeFrame({ isDestroyed: () => true })
  send(frame, { which: 'engine', id: 3 })
  await vi.waitFor(() => expect(enginePort.close).toHaveBeenCalled(), { timeout: 10_000 })
  expect(frame.postMessage).not.toHaveBeenCalled()
})

test('the host answers on a port of its own', () => {
  const { send } = doors()
  const frame = fakeFrame()
  send(frame, { which: 'host', id: 1 })
  expect(frame.postMessage).toHaveBeenCalledExactlyOnceWith(bridgeChannels.port, { id: 1 }, [fake.channels[0]?.port2])
})

test('dropped files become grants', async () => {
  const { call } = doors()
  expect(await call(fakeFrame(), ['/photos/a.jpg', '/photos/b.jpg'])).toEqual(['g0', 'g1'])
})

test.each([
  ['no frame', null],
  ['a look-alike', fakeFrame({ origin: 'app://studio.evil' })],
  ['a frame inside the page', fakeFrame({ parent: {} })],
])('%s gets nothing', async (_, frame) => {
  const { send, call, engine, grant, log } = doors()
  send(frame, { which: 'engine', id: 1 })
  await expect(call(frame, ['/photos/a.jpg'])).rejects.toThrow('refused')
  expect(engine).not.toHaveBeenCalled()
  expect(grant).not.toHaveBeenCalled()
  expect(log.warn).toHaveBeenCalledTimes(2)
})

test.each([{ which: 'shell', id: 1 }, { which: 'engine' }, null, 'engine'])('%j is refused', (message) => {
  const { send, engine } = doors()
  send(fakeFrame(), message)
  expect(engine).not.toHaveBeenCalled()
})

test.each([['a.jpg'], [['a.jpg']], [[]], [null]])('%j names no dropped files', async (paths) => {
  const { call, grant } = doors()
  await expect(call(fakeFrame(), paths)).rejects.toThrow('refused')
  expect(grant).not.toHaveBeenCalled()
})
