import { createHash, randomFillSync } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type DownloadOptions, download } from './download.ts'
import { openUrl } from './request.ts'

/** A server that does what a test tells it to. */
let answer: RequestListener
let server: Server
let home = ''
const asked: IncomingMessage['headers'][] = []

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.headers)
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  home = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => server.close())

const body = randomFillSync(Buffer.alloc(300_000), 0, 300_000)
const sum = createHash('sha256').update(body).digest('hex')
let folder = ''
afterEach(() => {
  asked.length = 0
  rmSync(folder, { recursive: true, force: true })
})

function fetchIt(changes: Partial<DownloadOptions> = {}) {
  if (!existsSync(folder)) folder = mkdtempSync(join(tmpdir(), 'daguerre-download-'))
  const url = `${home}/some/Model%20x4.pth`
  return download({ url, bytes: body.length, sha256: sum, folder, pauseMs: 0, ...changes })
}

/** Answers ranges as a good server does; `cut` ends the connection after so many bytes of an answer. */
function serve(content: Buffer, { cut = Number.POSITIVE_INFINITY, etag = '"v1"' } = {}): RequestListener {
  return (request, response) => {
    const [, from = ''] = /^bytes=(\d+)-$/.exec(request.headers.range ?? '') ?? []
    const valid = from !== '' && (request.headers['if-range'] ?? etag) === etag
    const start = valid ? Number(from) : 0
    const rest = content.subarray(start)
    response.writeHead(valid ? 206 : 200, {
      etag,
      'content-length': rest.length,
      ...(valid && { 'content-range': `bytes ${start}-${content.length - 1}/${content.length}` }),
    })
    if (rest.length <= cut) response.end(rest)
    else response.write(rest.subarray(0, cut), () => response.socket?.end())
  }
}

test('a whole file arrives, is checked and can be discarded', async () => {
  answer = serve(body)
  const seen: number[] = []
  const fetched = await fetchIt({
    onProgress: ({ stage, bytes }) => stage === 'download' && seen.push(bytes),
  })
  expect(readFileSync(fetched.file).equals(body)).toBe(true)
  expect(fetched.file).toMatch(/Model_x4\.pth$/)
  expect(seen).toEqual(seen.toSorted((a, b) => a - b))
  expect(seen.at(-1)).toBe(body.length)
  await fetched.discard()
  expect(readdirSync(join(folder, '.downloads'))).toEqual([])
})

test('a connection that is cut again and again still brings the file, and nothing twice', async () => {
  answer = serve(body, { cut: 90_000 })
  expect(readFileSync((await fetchIt()).file).equals(body)).toBe(true)
  expect(asked.length).toBeGreaterThan(2)
  expect(asked.at(-1)).toMatchObject({ range: expect.stringMatching(/^bytes=\d+-$/), 'if-range': '"v1"' })
})

test('what was there when it was cancelled is not fetched again', async () => {
  answer = serve(body, { cut: 100_000 })
  const aborter = new AbortController()
  const stopped = fetchIt({
    signal: aborter.signal,
    onProgress: ({ bytes }) => bytes >= 100_000 && aborter.abort(),
  })
  await expect(stopped).rejects.toMatchObject({ code: 'cancelled' })
  asked.length = 0
  answer = serve(body)
  await fetchIt()
  expect(asked[0]?.range).toMatch(/^bytes=[1-9]/)
})

test('a file that changed in between is fetched from its beginning', async () => {
  const aborter = new AbortController()
  answer = serve(Buffer.from(body).reverse(), { cut: 100_000, etag: '"old"' })
  const stopped = fetchIt({ signal: aborter.signal, onProgress: () => aborter.abort() })
  await expect(stopped).rejects.toMatchObject({ code: 'cancelled' })
  answer = serve(body)
  expect(readFileSync((await fetchIt()).file).equals(body)).toBe(true)
})

test('another file of the same size is thrown away', async () => {
  answer = serve(Buffer.from(body).reverse())
  await expect(fetchIt()).rejects.toMatchObject({ code: 'checksum-wrong' })
  expect(readdirSync(join(folder, '.downloads'))).toEqual([])
})

test.each([
  ['another size', { bytes: body.length + 1 }, 'checksum-wrong'],
  ['too little room', { freeSpace: async () => 1000 }, 'disk-full'],
])('%s is told before anything is fetched', async (_, changes, code) => {
  answer = serve(body)
  await expect(fetchIt(changes)).rejects.toMatchObject({ code })
})

test('a body longer than it may be ends the download', async () => {
  answer = (_request, response) => {
    response.writeHead(200)
    response.end(Buffer.concat([body, body]))
  }
  await expect(fetchIt()).rejects.toMatchObject({ code: 'checksum-wrong' })
})

test('a disk that fills up on the way is told so', async () => {
  answer = serve(body)
  const full = Object.assign(new Error('no space'), { code: 'ENOSPC' })
  const running = fetchIt({
    onProgress: () => {
      throw full
    },
  })
  await expect(running).rejects.toMatchObject({ code: 'disk-full' })
})

test.each([404, 403, 410])('%i is final', async (status) => {
  answer = (_request, response) => response.writeHead(status).end()
  await expect(fetchIt()).rejects.toMatchObject({
    code: 'download-failed',
    message: expect.stringContaining(`${status}`),
  })
  expect(asked).toHaveLength(1)
})

test('a server that is out of order is asked three times', async () => {
  answer = (_request, response) => response.writeHead(503).end()
  await expect(fetchIt()).rejects.toMatchObject({ code: 'download-failed' })
  expect(asked).toHaveLength(3)
})

test('a server that says nothing is given up', async () => {
  answer = () => undefined
  await expect(fetchIt({ idleMs: 30 })).rejects.toMatchObject({ code: 'download-failed' })
})

test('a redirect is followed, an endless one is not', async () => {
  const whole = serve(body)
  answer = (request, response) =>
    request.url?.startsWith('/some') ? response.writeHead(302, { location: '/there' }).end() : whole(request, response)
  await fetchIt()
  answer = (_request, response) => response.writeHead(302, { location: '/again' }).end()
  await expect(fetchIt({ sha256: '0'.repeat(64) })).rejects.toMatchObject({ code: 'download-failed' })
})

test.each(['http://example.org/model.pth', 'ftp://example.org/model.pth', 'file:///etc/passwd'])(
  '%s is not opened',
  async (url) => {
    await expect(fetchIt({ url })).rejects.toMatchObject({ code: 'invalid-input' })
  },
)

test('a redirect cannot lead out of the encrypted net', async () => {
  answer = (_request, response) => response.writeHead(302, { location: 'http://example.org/model.pth' }).end()
  await expect(fetchIt()).rejects.toMatchObject({ code: 'invalid-input' })
})

test('a proxy is used for everything but this computer', async () => {
  const tunnels: string[] = []
  const proxy = createServer().on('connect', (request, socket) => {
    tunnels.push(request.url ?? '')
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n')
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  const at = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
  const options = { headers: {}, idleMs: 2000, env: { https_proxy: at, HTTP_PROXY: at } }
  await expect(openUrl('https://models.invalid/a', options)).rejects.toMatchObject({ code: 'download-failed' })
  expect(tunnels).toEqual(['models.invalid:443'])
  answer = serve(body)
  const direct = await openUrl(`${home}/a`, options)
  direct.destroy()
  expect(direct.statusCode).toBe(200)
  await expect(
    openUrl('https://models.invalid/a', { ...options, env: { ...options.env, NO_PROXY: '.invalid' } }),
  ).rejects.toThrow()
  expect(tunnels).toHaveLength(1)
  proxy.close()
})
