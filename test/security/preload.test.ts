import { createContext, runInContext } from 'node:vm'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { type Bridge, bridgeChannels } from '../../src/shared/bridge.ts'
import { built } from './built.ts'

type FromMain = (event: { ports: MessagePort[] }, message: { id: number }) => void

const channels: MessageChannel[] = []
afterEach(() => {
  for (const { port1 } of channels.splice(0)) port1.close()
})

/** Runs the built preload as Electron's sandbox would: with `require('electron')` and nothing else of Node. */
function loadPreload() {
  const exposed: Record<string, Bridge> = {}
  const required: string[] = []
  const sent: { channel: string; message: { which: string; id: number } }[] = []
  let fromMain: FromMain = () => {}
  const invoke = vi.fn(async (_channel: string, paths: string[]) => paths.map((path) => `grant of ${path}`))
  const electron = {
    contextBridge: { exposeInMainWorld: (name: string, api: Bridge) => void Object.assign(exposed, { [name]: api }) },
    ipcRenderer: {
      on: (channel: string, listener: FromMain) => {
        if (channel === bridgeChannels.port) fromMain = listener
      },
      send: (channel: string, message: never) => void sent.push({ channel, message }),
      invoke,
    },
    webUtils: { getPathForFile: (file: { path?: string }) => file.path ?? '' },
  }
  const module = { exports: {} }
  const require = (name: string) => {
    required.push(name)
    if (name === 'electron') return electron
    throw new Error(`a sandboxed preload cannot require ${name}`)
  }
  runInContext(built('preload/index.cjs'), createContext({ require, module, exports: module.exports }))

  /** Main hands over one end of a channel; the other is given back. */
  const handOver = (id: number): MessagePort => {
    const channel = new MessageChannel()
    channels.push(channel)
    fromMain({ ports: [channel.port2] }, { id })
    return channel.port1
  }
  const sayGone = (id: number) => fromMain({ ports: [] }, { id })
  const bridge = exposed.daguerre as Bridge
  const open = (which: 'engine' | 'host') => {
    const listener = { message: vi.fn(), close: vi.fn() }
    return { ...listener, port: bridge.open(which, listener) }
  }
  return { exposed, required, sent, invoke, bridge, open, handOver, sayGone }
}

const received = (port: MessagePort) => {
  const messages: unknown[] = []
  port.on('message', (message) => messages.push(message))
  return messages
}

describe('what the page gets', () => {
  const keysOf = (value: object): unknown =>
    Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [
        key,
        typeof inner === 'object' ? keysOf(inner as object) : typeof inner,
      ]),
    )

  test('is one object with two functions', () => {
    expect(keysOf(loadPreload().exposed)).toEqual({ daguerre: { open: 'function', grantsOf: 'function' } })
  })

  test('comes from electron alone', () => {
    expect(loadPreload().required).toEqual(['electron'])
  })

  test('is small', () => {
    expect(built('preload/index.cjs').length).toBeLessThan(20_000)
  })

  test('a port is two functions', () => {
    expect(keysOf(loadPreload().open('engine').port)).toEqual({ post: 'function', close: 'function' })
  })
})

describe('ports', () => {
  test('each is asked for by a number of its own', () => {
    const { open, sent } = loadPreload()
    open('engine')
    open('host')
    expect(sent).toEqual([
      { channel: bridgeChannels.open, message: { which: 'engine', id: 1 } },
      { channel: bridgeChannels.open, message: { which: 'host', id: 2 } },
    ])
  })

  test('what was posted before the port came is delivered, in order', async () => {
    const { open, handOver } = loadPreload()
    const { port } = open('engine')
    port.post(1)
    port.post(2)
    const messages = received(handOver(1))
    port.post(3)
    await vi.waitFor(() => expect(messages).toEqual([1, 2, 3]), { timeout: 10_000 })
  })

  test('messages arrive as plain values, without the event they came with', async () => {
    const { open, handOver } = loadPreload()
    const { message } = open('engine')
    handOver(1).postMessage({ t: 'ok', id: 1, output: [1] })
    await vi.waitFor(() => expect(message).toHaveBeenCalledExactlyOnceWith({ t: 'ok', id: 1, output: [1] }), {
      timeout: 10_000,
    })
  })

  test('when the other side closes, the page is told once', async () => {
    const { open, handOver, sayGone } = loadPreload()
    const { close } = open('engine')
    handOver(1).close()
    await vi.waitFor(() => expect(close).toHaveBeenCalledTimes(1), { timeout: 10_000 })
    sayGone(1)
    expect(close).toHaveBeenCalledTimes(1)
  })

  test('when main says the engine is gone, the page is told, and nothing reaches the old port', () => {
    const { open, handOver, sayGone } = loadPreload()
    const { close, port } = open('engine')
    handOver(1)
    sayGone(1)
    expect(close).toHaveBeenCalledTimes(1)
    expect(() => port.post('late')).not.toThrow()
  })

  test('an engine that never came is told too', () => {
    const { open, sayGone } = loadPreload()
    const { close } = open('engine')
    sayGone(1)
    expect(close).toHaveBeenCalledTimes(1)
  })

  test('a port the page closed is closed when it comes, and silent', async () => {
    const { open, handOver } = loadPreload()
    const { port, message, close } = open('engine')
    port.close()
    const other = handOver(1)
    const closed = new Promise<void>((resolve) => other.once('close', () => resolve()))
    other.postMessage('late')
    await closed
    expect(message).not.toHaveBeenCalled()
    expect(close).not.toHaveBeenCalled()
  })

  test('the next one after a restart is another port', async () => {
    const { open, handOver, sayGone } = loadPreload()
    open('engine')
    handOver(1)
    sayGone(1)
    const second = open('engine')
    const messages = received(handOver(2))
    second.port.post('again')
    await vi.waitFor(() => expect(messages).toEqual(['again']), { timeout: 10_000 })
  })
})

describe('dropped files', () => {
  test('become grants; files that lie on no disk are left out', async () => {
    const { bridge, invoke } = loadPreload()
    const grants = await bridge.grantsOf([{ path: '/photos/a.jpg' }, { path: '' }, { path: '/photos/b.jpg' }])
    expect(grants).toEqual(['grant of /photos/a.jpg', 'grant of /photos/b.jpg'])
    expect(invoke.mock.calls).toHaveLength(1)
  })

  test('without any the shell is not asked', async () => {
    const { bridge, invoke } = loadPreload()
    expect(await bridge.grantsOf([{}])).toHaveLength(0)
    expect(invoke).not.toHaveBeenCalled()
  })
})
