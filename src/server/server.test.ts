import { describe, expect, test, vi } from 'vitest'
import { preferredLanguage } from './host-door.ts'
import { stopWhenIdle } from './idle.ts'
import { opener } from './open-browser.ts'
import { readOptions } from './options.ts'

describe('readOptions', () => {
  test('defaults', () => {
    expect(readOptions([])).toEqual({ library: undefined, port: 0, open: true, because: undefined, idleMinutes: 0 })
  })
  test('everything', () => {
    const args = ['--library', '/l', '--port', '4711', '--no-open', '--because', 'why', '--stop-when-idle', '5']
    expect(readOptions(args)).toEqual({ library: '/l', port: 4711, open: false, because: 'why', idleMinutes: 5 })
  })
  test.each([
    ['--port', 'x'],
    ['--port', '70000'],
    ['--port', '-1'],
    ['--port', '1.5'],
    ['--port'],
    ['--nonsense'],
    ['x'],
  ])('%s %s is wrong usage', (...args) => {
    expect(() => readOptions(args)).toThrow(expect.objectContaining({ code: 'wrong-usage' }))
  })
})

test.each([
  [undefined, 'en'],
  ['zh-CN,zh;q=0.9', 'zh-CN'],
  ['en;q=0.5, de-AT;q=0.9', 'de-AT'],
  ['*', 'en'],
  ['de;q=0', 'en'],
  ['<script>', 'en'],
  ['', 'en'],
])('Accept-Language %j means %s', (header, language) => {
  expect(preferredLanguage(header)).toBe(language)
})

test('how an address is opened', () => {
  expect(opener('darwin', {})?.command).toBe('open')
  expect(opener('win32', {})?.command).toBe('rundll32.exe')
  expect(opener('linux', { DISPLAY: ':0' })?.command).toBe('xdg-open')
  expect(opener('linux', { WAYLAND_DISPLAY: 'wayland-0' })?.command).toBe('xdg-open')
  expect(opener('linux', {})).toBeUndefined()
})

describe('stopWhenIdle', () => {
  const watched = async (idle: number, busy: () => Promise<boolean>) => {
    vi.useFakeTimers()
    const stop = vi.fn()
    const end = stopWhenIdle({ idle: () => idle, busy, stop }, 60_000, 1000)
    await vi.advanceTimersByTimeAsync(1000)
    end()
    vi.useRealTimers()
    return stop.mock.calls.length
  }
  test('not while somebody looks, nor while there is work', async () => {
    expect(await watched(0, async () => false)).toBe(0)
    expect(await watched(60_000, async () => true)).toBe(0)
  })
  test('when nobody looks and nothing is left, or the engine cannot be asked', async () => {
    expect(await watched(60_000, async () => false)).toBe(1)
    expect(await watched(60_000, () => Promise.reject(new Error('gone')))).toBe(1)
  })
})
