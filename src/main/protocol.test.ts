import { expect, test, vi } from 'vitest'

vi.mock('electron', () => ({ protocol: {} }))
const { appHandler, appScheme } = await import('./protocol.ts')
const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() }

/** A request as `protocol.handle` gives it: undici's own class refuses no scheme. */
const get = (url: string) => new Request(url)

test('the scheme is a secure origin that cannot get round the content security policy', () => {
  expect(appScheme).toEqual({
    scheme: 'app',
    privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true },
  })
})

test('requests of the studio are answered', async () => {
  const response = await appHandler(async () => new Response('page'), log)(get('app://studio/'))
  expect([response.status, await response.text()]).toEqual([200, 'page'])
})

test.each(['app://studio.evil/', 'app://other/'])('%s is nobody', async (url) => {
  const serve = vi.fn()
  expect((await appHandler(serve, log)(get(url))).status).toBe(404)
  expect(serve).not.toHaveBeenCalled()
})

test('a failure is written down and not shown', async () => {
  const fail = () => Promise.reject(new Error('cannot open /home/anna/secret'))
  const response = await appHandler(fail, log)(get('app://studio/'))
  expect([response.status, await response.text()]).toEqual([500, ''])
  expect(log.error).toHaveBeenCalled()
})
