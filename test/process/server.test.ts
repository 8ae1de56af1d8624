import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { type IncomingHttpHeaders, request } from 'node:http'
import { connect as connectTcp } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { openStudio, type Studio } from '../../src/server/studio.ts'
import { AppError } from '../../src/shared/errors.ts'
import type { Host } from '../../src/shared/host.ts'
import { connect } from '../../src/shared/rpc/client.ts'
import { socketPort } from '../../src/shared/rpc/ports.ts'
import type { Sample } from '../contract/sample.ts'
import { fakeEngine, picture } from './fake-engine.ts'

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}
type Headers = Record<string, string>

let engine: Awaited<ReturnType<typeof fakeEngine>>
let studio: Studio
let down = false
let cookie: string
const origin = () => `http://127.0.0.1:${studio.port}`

beforeAll(async () => {
  engine = await fakeEngine()
  const current = async () => {
    if (down) throw new AppError('engine-crashed', 'The engine keeps ending unexpectedly and was not started again.')
    return engine.link
  }
  studio = await openStudio({ engine: { current }, page: engine.page, maxUploadBytes: 5000 })
  cookie = await enter(newToken())
})
afterAll(async () => {
  await studio.close()
  await engine.remove()
})
beforeEach(() => {
  down = false
})

/** Raw node:http, because fetch neither sends a wrong Host nor leaves out an Origin. */
async function ask(method: string, path: string, headers: Headers = {}, body?: Buffer | string): Promise<Answer> {
  const req = request({ host: '127.0.0.1', port: studio.port, method, path, headers, agent: false })
  req.end(body)
  const [res] = (await once(req, 'response')) as [import('node:http').IncomingMessage]
  return { status: res.statusCode as number, headers: res.headers, body: Buffer.concat(await res.toArray()) }
}

const newToken = () => studio.address().split('#token=')[1] as string
const postToken = (token: string, headers: Headers = {}) =>
  ask('POST', '/session', { origin: origin(), ...headers }, JSON.stringify({ token }))

async function enter(token: string): Promise<string> {
  const { status, headers } = await postToken(token)
  expect(status).toBe(204)
  return (headers['set-cookie']?.[0] ?? '').split(';')[0] as string
}

const upload = (name: string, body: Buffer, headers: Headers = {}) =>
  ask('POST', `/upload?name=${encodeURIComponent(name)}`, { cookie, origin: origin(), ...headers }, body)

function open(path: string, headers: Headers): Promise<WebSocket | number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${studio.port}${path}`, { headers })
    socket.on('open', () => resolve(socket))
    socket.on('unexpected-response', (req, res) => {
      resolve(res.statusCode as number)
      req.destroy()
    })
    socket.on('error', (error) => (error.message.includes('closed before') ? undefined : reject(error)))
  })
}

describe('who may come in', () => {
  test('the page comes without a cookie; it holds nothing private', async () => {
    const { status, headers, body } = await ask('GET', '/')
    expect(status).toBe(200)
    expect(headers['content-security-policy']).toContain(`connect-src 'self' ws://127.0.0.1:${studio.port};`)
    expect(body.toString()).toMatch(/nonce="[\w-]{24}"/)
    expect(headers['access-control-allow-origin']).toBeUndefined()
  })

  test('the token buys a cookie that scripts and other sites cannot use', async () => {
    const { headers } = await postToken(newToken())
    expect(headers['set-cookie']?.[0]).toMatch(
      new RegExp(`^daguerre-${studio.port}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/$`),
    )
  })

  test('a token works once', async () => {
    const token = newToken()
    await enter(token)
    expect((await postToken(token)).status).toBe(401)
    expect((await postToken(token, { cookie })).status).toBe(204)
  })

  test.each(['nonsense', ''])('token %j is refused', async (token) => {
    expect((await postToken(token)).status).toBe(401)
  })

  test.each(['', '{', '[]', '{"token":1}', '{"token":"a","b":1}', 'x'.repeat(5000)])(
    'body %j is refused',
    async (body) => {
      expect((await ask('POST', '/session', { origin: origin() }, body)).status).toBe(400)
    },
  )

  test('GET /session tells whether the cookie is good', async () => {
    expect((await ask('GET', '/session', { cookie })).status).toBe(204)
    expect((await ask('GET', '/session')).status).toBe(401)
  })

  test('pictures want the cookie', async () => {
    expect((await ask('GET', '/asset/thumb/a', { cookie })).status).toBe(200)
    expect((await ask('GET', '/asset/thumb/a')).status).toBe(401)
    for (const wrong of [`${cookie}x`, cookie.slice(0, -1), 'daguerre-1=a', 'x', '=;=;'])
      expect((await ask('GET', '/asset/thumb/a', { cookie: wrong })).status).toBe(401)
  })

  test.each(['evil.example', 'localhost', 'evil.example:80', '127.0.0.1', '127.0.0.1:1', '[::1]'])(
    'Host %j is refused everywhere',
    async (host) => {
      for (const path of ['/', '/asset/thumb/a', '/session'])
        expect((await ask('GET', path, { host, cookie })).status).toBe(403)
      expect(await open('/rpc', { host, origin: origin(), cookie })).toBe(403)
    },
  )

  test.each(['http://evil.example', 'null', 'https://127.0.0.1', 'http://127.0.0.1:1', 'http://localhost'])(
    'Origin %j is refused everywhere',
    async (wrong) => {
      expect((await ask('GET', '/asset/thumb/a', { origin: wrong, cookie })).status).toBe(403)
      expect((await upload('a.jpg', picture, { origin: wrong })).status).toBe(403)
      expect((await ask('POST', '/session', { origin: wrong }, JSON.stringify({ token: newToken() }))).status).toBe(403)
      expect(await open('/rpc', { origin: wrong, cookie })).toBe(403)
      expect(await open('/host', { origin: wrong, cookie })).toBe(403)
    },
  )

  test('writing and sockets want an Origin', async () => {
    expect((await ask('POST', '/upload?name=a.jpg', { cookie }, picture)).status).toBe(403)
    expect(await open('/rpc', { cookie })).toBe(403)
  })

  test('a picture put into a page of another site is refused although the browser sends the cookie', async () => {
    for (const site of ['cross-site', 'same-site'])
      expect((await ask('GET', '/asset/thumb/a', { cookie, 'sec-fetch-site': site })).status).toBe(403)
    for (const site of ['same-origin', 'none'])
      expect((await ask('GET', '/asset/thumb/a', { cookie, 'sec-fetch-site': site })).status).toBe(200)
  })

  test('sockets want the cookie', async () => {
    expect(await open('/rpc', { origin: origin() })).toBe(401)
    expect(await open('/host', { origin: origin() })).toBe(401)
  })

  test('other sockets do not exist', async () => {
    expect(await open('/other', { origin: origin(), cookie })).toBe(404)
  })

  test('other addresses of this computer are not listened to', async () => {
    const others = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
    const addresses = others.filter((one) => !one.internal && one.family === 'IPv4').map((one) => one.address)
    for (const address of [...addresses, '127.0.0.2']) {
      const socket = connectTcp({ host: address, port: studio.port })
      const [error] = (await Promise.race([
        once(socket, 'error'),
        once(socket, 'connect').then(() => [undefined]),
      ])) as [NodeJS.ErrnoException | undefined]
      socket.destroy()
      expect(error?.code).toBe('ECONNREFUSED')
    }
  })

  test('absolute request targets cannot name another host', async () => {
    expect((await ask('GET', 'http://evil.example/', { host: `127.0.0.1:${studio.port}` })).status).toBe(400)
    expect((await ask('GET', '//evil.example/asset/thumb/a', { cookie })).status).toBe(404)
  })
})

describe('files', () => {
  test('a range', async () => {
    const { status, headers, body } = await ask('GET', '/asset/thumb/a', { cookie, range: 'bytes=10-19' })
    expect([status, headers['content-range'], headers['content-length']]).toEqual([206, 'bytes 10-19/1000', '10'])
    expect(body.equals(picture.subarray(10, 20))).toBe(true)
  })

  test('a whole picture, its size without it, and 304', async () => {
    const whole = await ask('GET', '/asset/thumb/a', { cookie })
    expect(whole.body.equals(picture)).toBe(true)
    const head = await ask('HEAD', '/asset/thumb/a', { cookie, origin: origin() })
    expect([head.status, head.headers['content-length'], head.body.length]).toEqual([200, '1000', 0])
    const etag = whole.headers.etag as string
    expect((await ask('GET', '/asset/thumb/a', { cookie, 'if-none-match': etag })).status).toBe(304)
  })

  test('what is not there', async () => {
    expect((await ask('GET', '/asset/thumb/b', { cookie })).status).toBe(404)
    expect((await ask('GET', '/..%2f..%2fetc%2fpasswd')).status).toBe(404)
  })

  test('without an engine the page comes up, its pictures do not', async () => {
    down = true
    expect((await ask('GET', '/')).status).toBe(200)
    expect((await ask('GET', '/asset/thumb/a', { cookie })).status).toBe(503)
    expect(await open('/rpc', { origin: origin(), cookie })).toBe(503)
    expect((await upload('a.jpg', picture)).status).toBe(503)
  })
})

describe('uploads', () => {
  test.each([
    'photo.jpg',
    '家庭相册/奶奶.jpg',
    '👵🏽.jpg',
    '../../x',
    '/etc/passwd',
    'C:\\Windows\\x.jpg',
    'a\0b.jpg',
    `${'x'.repeat(500)}.jpg`,
    'con.jpg',
    '..',
  ])('%j lands whole in the library', async (name) => {
    const before = engine.granted.length
    const { status, body } = await upload(name, picture)
    expect(status).toBe(200)
    expect(JSON.parse(body.toString())).toEqual({ grant: `grant-${before}` })
    const path = engine.granted.at(-1) as string
    expect(relative(join(engine.library, 'Originals'), path)).not.toMatch(/^\.\.|^\//)
    expect((await readFile(path)).equals(picture)).toBe(true)
  })

  test('the same name twice is two files', async () => {
    await upload('twice.jpg', picture)
    await upload('twice.jpg', Buffer.from('other'))
    expect(engine.granted.slice(-2).map((path) => relative(join(engine.library, 'Originals'), path))).toEqual([
      'twice.jpg',
      'twice-2.jpg',
    ])
  })

  test('a name that is missing or far too long is refused', async () => {
    expect((await upload('', picture)).status).toBe(400)
    expect((await upload('x'.repeat(2000), picture)).status).toBe(400)
  })

  test('too much is refused, said beforehand or not, and nothing is left of it', async () => {
    const large = Buffer.alloc(6000)
    const said = await upload('large.jpg', large, { 'content-length': '6000' })
    expect([said.status, JSON.parse(said.body.toString()).error.code]).toEqual([413, 'file-too-large'])
    const chunked = await upload('large.jpg', large, { 'transfer-encoding': 'chunked' })
    expect(chunked.status).toBe(413)
    const left = await readdir(join(engine.library, 'Originals'), { recursive: true })
    expect(left.filter((name) => name.includes('large') || name.endsWith('.part'))).toEqual([])
  })

  test('one that is broken off leaves nothing', async () => {
    const req = request({
      host: '127.0.0.1',
      port: studio.port,
      method: 'POST',
      path: '/upload?name=broken.jpg',
      headers: { cookie, origin: origin(), 'content-length': '1000' },
    })
    req.on('error', () => {})
    req.write(Buffer.alloc(10))
    await new Promise((resolve) => setTimeout(resolve, 100))
    req.destroy()
    await expect
      .poll(async () => (await readdir(join(engine.library, 'Originals'))).filter((name) => name.includes('broken')))
      .toEqual([])
  })

  test('only POST uploads', async () => {
    expect((await ask('GET', '/upload?name=a', { cookie })).status).toBe(405)
    expect((await ask('DELETE', '/session', { cookie, origin: origin() })).status).toBe(405)
  })
})

describe('sockets', () => {
  const enterSocket = async (path: string, more: Headers = {}) => {
    const socket = await open(path, { origin: origin(), cookie, ...more })
    if (typeof socket === 'number') throw new Error(`refused with ${socket}`)
    return socket
  }

  test('/rpc leads to the engine', async () => {
    const socket = await enterSocket('/rpc')
    const call = connect<Sample>(socketPort(socket))
    expect(await call('math.double', { n: 4 })).toBe(8)
    const events: number[] = []
    await call('count.to', { n: 3 }, { onEvent: (event) => events.push(event) })
    expect(events).toEqual([1, 2, 3])
    expect(studio.pages.count).toBe(1)
    expect(studio.pages.idle()).toBe(0)
    socket.close()
    await expect.poll(() => studio.pages.count).toBe(0)
  })

  test('a page that goes away closes its port of the engine', async () => {
    const socket = await enterSocket('/rpc')
    const closed = new Promise<void>((resolve) => engine.pages.at(-1)?.onClose(resolve))
    socket.terminate()
    await closed
  })

  test('when the engine dies the page is told', async () => {
    const socket = await enterSocket('/rpc')
    const waiting = connect<Sample>(socketPort(socket))(
      'wait.forever',
      {},
      { onEvent: () => engine.pages.at(-1)?.close() },
    )
    await expect(waiting).rejects.toMatchObject({ code: 'disconnected' })
  })

  test('/host answers for this door, and says what it cannot do', async () => {
    const socket = await enterSocket('/host', { 'accept-language': 'zh-CN,zh;q=0.9,en;q=0.8' })
    const call = connect<Host>(socketPort(socket))
    expect(await call('host.info', {})).toMatchObject({
      door: 'browser',
      language: 'zh-CN',
      capabilities: { dialogs: false, reveal: false },
    })
    await expect(call('host.pick-folder', {})).rejects.toMatchObject({ code: 'environment-lacks' })
    await expect(call('host.pick-originals', { what: 'files' })).rejects.toMatchObject({ code: 'environment-lacks' })
    socket.close()
  })

  test('frames that are not JSON or far too long close the socket', async () => {
    for (const frame of ['{', 'x'.repeat(17 * 2 ** 20)]) {
      const socket = await enterSocket('/rpc')
      socket.on('error', () => {})
      socket.send(frame)
      await once(socket, 'close')
    }
  })
})

test('closing ends everything, also while a page is connected', async () => {
  const other = await openStudio({ engine: { current: async () => engine.link }, page: engine.page })
  const token = other.address().split('#token=')[1] as string
  const at = `http://127.0.0.1:${other.port}`
  const answer = await fetch(`${at}/session`, {
    method: 'POST',
    headers: { origin: at },
    body: JSON.stringify({ token }),
  })
  const socket = new WebSocket(`ws://127.0.0.1:${other.port}/host`, {
    headers: { origin: at, cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '' },
  })
  await once(socket, 'open')
  const closed = once(socket, 'close')
  await other.close()
  expect((await closed)[0]).toBe(1001)
})

test('a port that is in use is told in a sentence', async () => {
  const taken = openStudio({ engine: { current: async () => engine.link }, page: engine.page, port: studio.port })
  await expect(taken).rejects.toMatchObject({ code: 'wrong-usage' })
})
