import { expect, test, vi } from 'vitest'
import { z } from 'zod'
import { AppError } from '../../shared/errors.ts'
import { method, type Port } from '../../shared/rpc/contract.ts'
import { portPair } from '../../shared/rpc/ports.ts'
import { serve } from '../../shared/rpc/server.ts'
import { backOff, createLink, type LinkStatus, StudioGone } from './link.ts'

const contract = {
  add: method({ input: z.strictObject({ a: z.number(), b: z.number() }), output: z.number() }),
  beat: method({ input: z.strictObject({}), event: z.number(), output: z.null() }),
}
const ignore = () => undefined

/** A server that can be cut off; every opening gets a new port. */
function testServer() {
  const open: Port[] = []
  const openPort = async () => {
    const [mine, theirs] = portPair()
    open.push(theirs)
    serve(
      contract,
      {
        add: ({ a, b }) => a + b,
        beat: (_input, { emit, signal }) => {
          emit(open.length)
          return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))))
        },
      },
      theirs,
      ignore,
    )
    return mine
  }
  return { open, openPort }
}

test('the pauses grow and stay below five seconds', () => {
  expect([0, 1, 2, 3, 10].map(backOff)).toEqual([250, 500, 1000, 2000, 5000])
})

test('a call made before the connection waits for it', async () => {
  const { openPort } = testServer()
  const link = createLink<typeof contract>(openPort)
  await expect(link.call('add', { a: 2, b: 3 })).resolves.toBe(5)
})

test('after the engine is gone the link opens anew and says so', async () => {
  const { open, openPort } = testServer()
  const link = createLink<typeof contract>(openPort)
  const seen: LinkStatus[] = []
  link.onStatus((status) => seen.push(status))
  await link.call('add', { a: 1, b: 1 })
  open[0]?.close()
  await expect(link.call('add', { a: 4, b: 4 })).resolves.toBe(8)
  expect(seen).toEqual(['open', 'connecting', 'open'])
})

test('a watch goes on with the new connection', async () => {
  const { open, openPort } = testServer()
  const link = createLink<typeof contract>(openPort)
  const beats: number[] = []
  const stop = link.watch('beat', {}, (beat) => beats.push(beat))
  await vi.waitFor(() => expect(beats).toEqual([1]), { timeout: 10_000 })
  open[0]?.close()
  await vi.waitFor(() => expect(beats).toEqual([1, 2]), { timeout: 10_000 })
  stop()
})

test('a page the server does not know gives up', async () => {
  const openPort = vi.fn(async (): Promise<Port> => {
    throw new AppError('no-permission', 'This page is not known here.')
  })
  const link = createLink<typeof contract>(openPort)
  await vi.waitFor(() => expect(link.status()).toBe('refused'), { timeout: 10_000 })
  expect(openPort).toHaveBeenCalledTimes(1)
})

test('an engine that is away is not a studio that was closed', async () => {
  let answers: 'engine' | 'server' | 'nobody' = 'server'
  const { openPort } = testServer()
  const link = createLink<typeof contract>(async () => {
    if (answers === 'nobody') throw new StudioGone(new TypeError('Failed to fetch'))
    if (answers === 'server') throw new AppError('disconnected', 'The engine does not answer.')
    return openPort()
  })
  const seen: LinkStatus[] = []
  link.onStatus((status) => seen.push(status))
  await new Promise((resolve) => setTimeout(resolve, 900))
  expect(seen).toEqual([])
  answers = 'nobody'
  await vi.waitFor(() => expect(link.status()).toBe('gone'), { timeout: 10_000 })
  answers = 'engine'
  await vi.waitFor(() => expect(link.status()).toBe('open'), { timeout: 10_000 })
  expect(seen).toEqual(['gone', 'open'])
}, 30_000)
