import { EventEmitter } from 'node:events'
import { expect, test, vi } from 'vitest'

const fake = vi.hoisted(() => ({
  openExternal: vi.fn(async () => {}),
  emit: (_event: string, ..._args: unknown[]) => {},
}))

vi.mock('electron', async () => {
  const { EventEmitter: Emitter } = await import('node:events')
  const app = new Emitter()
  fake.emit = (event, ...args) => void app.emit(event, ...args)
  return { app, shell: { openExternal: fake.openExternal } }
})

const { installGuards } = await import('./install-guards.ts')
const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() }
installGuards(log)

type Handler = (...args: unknown[]) => unknown

/** A page as Electron makes one; what the guards install is kept to be called. */
function page() {
  const installed: Record<string, Handler> = {}
  const keep = (name: string) => (handler: Handler) => {
    installed[name] = handler
  }
  const session = Object.assign(new EventEmitter(), {
    setPermissionRequestHandler: keep('request'),
    setPermissionCheckHandler: keep('check'),
    setDevicePermissionHandler: keep('device'),
    setDisplayMediaRequestHandler: keep('display'),
    setSpellCheckerEnabled: vi.fn(),
    webRequest: {
      onBeforeRequest: (filter: unknown, handler: Handler) => {
        installed.network = (...args) => handler(...args)
        expect(filter).toMatchObject({ urls: expect.arrayContaining(['http://*/*', 'wss://*/*', 'file://*/*']) })
      },
    },
  })
  const contents = Object.assign(new EventEmitter(), { session, setWindowOpenHandler: keep('open') })
  fake.emit('web-contents-created', {}, contents)
  const call = (name: string, ...args: unknown[]) => installed[name]?.(...args)
  return { contents, session, call, installed }
}

const going = (url: string) => ({ url, preventDefault: vi.fn() })

test.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])('%s stays in the studio', (event) => {
  const { contents } = page()
  const [home, away] = [going('app://studio/'), going('app://studio.evil/')]
  contents.emit(event, home)
  contents.emit(event, away)
  expect(home.preventDefault).not.toHaveBeenCalled()
  expect(away.preventDefault).toHaveBeenCalledOnce()
})

test('a link to a listed host opens in the browser; any other nowhere', () => {
  fake.openExternal.mockClear()
  const { contents, call } = page()
  contents.emit('will-navigate', going('https://github.com/onnx'))
  expect(call('open', { url: 'https://huggingface.co/models' })).toEqual({ action: 'deny' })
  expect(call('open', { url: 'https://studio.evil/' })).toEqual({ action: 'deny' })
  contents.emit('will-redirect', going('https://github.com/onnx'))
  expect(fake.openExternal.mock.calls).toEqual([['https://github.com/onnx'], ['https://huggingface.co/models']])
})

test('no page in a page', () => {
  const event = { preventDefault: vi.fn() }
  page().contents.emit('will-attach-webview', event)
  expect(event.preventDefault).toHaveBeenCalledOnce()
})

test('permissions are refused but for the two the studio needs', () => {
  const { call } = page()
  const request = (permission: string, isMainFrame: boolean, requestingUrl = 'app://studio/') => {
    const answer = vi.fn()
    call('request', {}, permission, answer, { isMainFrame, requestingUrl })
    return answer.mock.lastCall?.[0] as unknown
  }
  expect(request('fullscreen', true)).toBe(true)
  expect(request('fullscreen', false)).toBe(false)
  expect(request('fullscreen', true, 'https://studio.evil')).toBe(false)
  expect(request('media', true)).toBe(false)
  expect(call('check', null, 'clipboard-sanitized-write', 'app://studio')).toBe(true)
  expect(call('check', null, 'geolocation', 'app://studio')).toBe(false)
  expect(call('device', {})).toBe(false)
  const shared = vi.fn()
  call('display', {}, shared)
  expect(shared).toHaveBeenCalledExactlyOnceWith(null)
})

test('only exports are downloaded, and nothing is fetched from elsewhere', () => {
  const { session, call } = page()
  const download = (url: string) => {
    const event = { preventDefault: vi.fn() }
    session.emit('will-download', event, { getURL: () => url })
    return event.preventDefault.mock.calls.length === 0
  }
  expect(download('app://studio/asset/export/a.jpg')).toBe(true)
  expect(download('https://studio.evil/a.exe')).toBe(false)
  const answer = vi.fn()
  call('network', {}, answer)
  expect(answer).toHaveBeenCalledExactlyOnceWith({ cancel: true })
})

test('a second page of the same session does not guard it twice', () => {
  const { session } = page()
  const again = Object.assign(new EventEmitter(), { session, setWindowOpenHandler: vi.fn() })
  fake.emit('web-contents-created', {}, again)
  expect(session.listenerCount('will-download')).toBe(1)
  expect(again.setWindowOpenHandler).toHaveBeenCalledOnce()
})
