import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AppError } from '../../src/shared/errors.ts'
import { type Client, connect } from '../../src/shared/rpc/client.ts'
import { type Sample, secret } from './sample.ts'
import { type Connection, transports } from './transports.ts'

const rejection = async (promise: Promise<unknown>): Promise<AppError> => {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(AppError)
  return error as AppError
}

/** A call by any name with any input, as a hostile page could make it. */
type Loose = (name: string, input: unknown) => Promise<unknown>

describe.each(Object.entries(transports))('over %s', (_name, open) => {
  let connection: Connection
  let call: Client<Sample>
  let loose: Loose

  beforeAll(async () => {
    connection = await open()
    call = connect<Sample>(connection.port)
    loose = call as unknown as Loose
  })
  afterAll(() => connection.close())

  test('a call is answered', async () => {
    expect(await call('math.double', { n: 21 })).toBe(42)
  })

  test('many calls at once get their own answers', async () => {
    const numbers = Array.from({ length: 200 }, (_, n) => n)
    expect(await Promise.all(numbers.map((n) => call('math.double', { n })))).toEqual(numbers.map((n) => n * 2))
  })

  test('events arrive in order, before the answer', async () => {
    const events: number[] = []
    expect(await call('count.to', { n: 5 }, { onEvent: (event) => events.push(event) })).toBe(5)
    expect(events).toEqual([1, 2, 3, 4, 5])
  })

  test('a cancelled call is told to stop and settles', async () => {
    const before = await call('wait.stopped', {})
    const abort = new AbortController()
    const waiting = call('wait.forever', {}, { signal: abort.signal, onEvent: () => abort.abort() })
    expect(await waiting).toBeNull()
    expect(await call('wait.stopped', {})).toBe(before + 1)
  })

  test('a call cancelled beforehand is never made', async () => {
    const error = await rejection(call('math.double', { n: 1 }, { signal: AbortSignal.abort() }))
    expect(error.code).toBe('cancelled')
  })

  test('defaults are filled in', async () => {
    expect(await call('with.default', {})).toBe(7)
  })

  test.each([{ n: 'two' }, {}, null, [], { n: 1, more: true }, undefined, 'n'])(
    'input %j is refused',
    async (input) => {
      const error = await rejection(loose('math.double', input))
      expect(error.code).toBe('invalid-input')
      expect(error.details).toEqual({ name: 'math.double' })
    },
  )

  test.each(['nothing.here', '__proto__', 'constructor', 'toString', 'hasOwnProperty', ''])(
    'there is no method %j',
    async (name) => {
      expect((await rejection(loose(name, {}))).code).toBe('unknown-method')
    },
  )

  test('a known error arrives with its code, sentence and details', async () => {
    const error = await rejection(call('fail.known', {}))
    expect(error).toMatchObject({
      code: 'disk-full',
      message: 'The disk is full.',
      details: { needed: 12, folder: '相册' },
    })
  })

  test.each(['fail.unknown', 'fail.output'] as const)('%s keeps its message to itself', async (name) => {
    const error = await rejection(call(name, {}))
    expect(error.code).toBe('internal')
    expect(error.message).not.toContain(secret)
  })

  test('text of any kind survives the way', async () => {
    const value = { 奶奶: '👵🏽\u0000\u2028"\\', empty: '', deep: [[null, 1.5, -0.25, true]] }
    expect(await call('echo', { value })).toEqual(value)
  })

  test('malformed messages are refused and change nothing', async () => {
    for (const message of [null, 1, 'text', [], {}, { t: 'call' }, { t: 'nonsense', id: 1 }, { t: 'cancel', id: 'x' }])
      connection.port.post(message)
    connection.port.post({ t: 'cancel', id: 12345 })
    expect(await call('math.double', { n: 4 })).toBe(8)
  })

  test('a call that cannot be understood is answered all the same', async () => {
    const answered = new Promise((resolve) => {
      connection.port.onMessage((message) => {
        if ((message as { id?: number } | null)?.id === 900_001) resolve(message)
      })
    })
    connection.port.post({ t: 'call', id: 900_001, method: 42, input: {} })
    expect(await answered).toMatchObject({ t: 'err', error: { code: 'invalid-input' } })
  })

  test('random JSON never breaks the server', async () => {
    const kind = fc.constantFrom('call', 'cancel', 'ok', 'err', 'event')
    const id = fc.oneof(fc.integer({ min: 1_000_000 }), fc.double(), fc.string())
    const name = fc.constantFrom('math.double', 'echo', 'count.to', '__proto__', 'fail.unknown')
    const shaped = fc.record({ t: kind, id, method: name, input: fc.jsonValue() }, { requiredKeys: ['t'] })
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(fc.jsonValue(), shaped), { maxLength: 20 }), async (messages) => {
        for (const message of messages) connection.port.post(message)
        expect(await call('math.double', { n: 3 })).toBe(6)
      }),
      { numRuns: 50 },
    )
  })

  test('random results arrive as they were', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        const arrived = await call('echo', { value })
        expect(JSON.stringify(arrived)).toBe(JSON.stringify(value))
      }),
      { numRuns: 50 },
    )
  })
})

describe.each(Object.entries(transports))('when the peer dies over %s', (_name, open) => {
  test('everything pending is rejected, and so is what comes later', async () => {
    const connection = await open()
    const call = connect<Sample>(connection.port)
    let started = 0
    const pending = Array.from({ length: 3 }, () =>
      rejection(
        call(
          'wait.forever',
          {},
          {
            onEvent: () => {
              started++
              if (started === 3) connection.kill()
            },
          },
        ),
      ),
    )
    expect((await Promise.all(pending)).map((error) => error.code)).toEqual(Array(3).fill('disconnected'))
    expect((await rejection(call('math.double', { n: 1 }))).code).toBe('disconnected')
    const late = new Promise<void>((resolve) => connection.port.onClose(resolve))
    await late
    await connection.close()
  })

  test('closing the port cancels what runs at the other side', async () => {
    const connection = await open()
    if (connection.logged.length > 0) throw new Error('a fresh connection logged something')
    const call = connect<Sample>(connection.port)
    const waiting = rejection(call('wait.forever', {}, { onEvent: () => connection.port.close() }))
    expect((await waiting).code).toBe('disconnected')
    await connection.close()
  })
})

test('internal errors are logged where they happen', async () => {
  const connection = await transports['in one process']()
  await rejection(connect<Sample>(connection.port)('fail.unknown', {}))
  expect(connection.logged).toHaveLength(1)
  expect(String(connection.logged[0])).toContain(secret)
  await connection.close()
})
