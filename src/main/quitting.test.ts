import { expect, test, vi } from 'vitest'

const fake = vi.hoisted(() => ({ beforeQuit: (() => {}) as (event: unknown) => void, quit: vi.fn(), hide: vi.fn() }))
vi.mock('electron', () => ({
  app: {
    on: (_: string, listener: (event: unknown) => void) => {
      fake.beforeQuit = listener
    },
    quit: fake.quit,
  },
  BrowserWindow: { getAllWindows: () => [{ hide: fake.hide }] },
}))
const { stopBeforeQuitting } = await import('./quitting.ts')
const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() }

const quitOnce = () => {
  const event = { preventDefault: vi.fn() }
  fake.beforeQuit(event)
  return event.preventDefault.mock.calls.length > 0
}

test('quitting waits for the engine, once, and then goes through', async () => {
  let finish = () => {}
  const stop = vi.fn(() => new Promise<void>((resolve) => (finish = resolve)))
  stopBeforeQuitting(stop, log)
  expect(quitOnce()).toBe(true)
  expect(quitOnce()).toBe(true)
  expect(stop).toHaveBeenCalledOnce()
  expect(fake.hide).toHaveBeenCalledOnce()
  expect(fake.quit).not.toHaveBeenCalled()
  finish()
  await vi.waitFor(() => expect(fake.quit).toHaveBeenCalledOnce(), { timeout: 10_000 })
  expect(quitOnce()).toBe(false)
})

test('an engine that cannot be stopped does not keep the app open', async () => {
  fake.quit.mockClear()
  stopBeforeQuitting(() => Promise.reject(new Error('stuck')), log)
  quitOnce()
  await vi.waitFor(() => expect(fake.quit).toHaveBeenCalledOnce(), { timeout: 10_000 })
  expect(log.error).toHaveBeenCalled()
})
