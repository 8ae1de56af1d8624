import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AppError } from '../shared/errors.ts'
import { type Located, serveFiles } from './serve-files.ts'

let root: string
let files: Record<string, Located>
const secret = 'not for anybody'
const bytes = Buffer.from(Array.from({ length: 1000 }, (_, i) => i % 251))

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'daguerre-files-'))
  for (const folder of ['page/assets', 'page-evil', 'library/Cache', 'library-evil']) {
    await mkdir(join(root, folder), { recursive: true })
  }
  await writeFile(join(root, 'secret.json'), secret)
  await writeFile(join(root, 'page-evil/secret.json'), secret)
  await writeFile(join(root, 'library-evil/secret.png'), secret)
  await writeFile(
    join(root, 'page/index.html'),
    '<meta name="csp-nonce" nonce="%CSP_NONCE%"><style nonce="%CSP_NONCE%"></style>',
  )
  await writeFile(join(root, 'page/assets/index-BxK9f2Qa.js'), 'let a')
  await writeFile(join(root, 'page/assets/plain.css'), 'b{}')
  await writeFile(join(root, 'page/assets/empty.css'), '')
  await writeFile(join(root, 'page/assets/notes.txt'), secret)
  await writeFile(join(root, 'page/other.html'), secret)
  await writeFile(join(root, 'library/Cache/a.png'), bytes)
  await writeFile(join(root, 'library/daguerre.sqlite'), secret)
  await symlink(join(root, 'secret.json'), join(root, 'page/assets/link.json'))
  await symlink(join(root, 'library-evil'), join(root, 'library/Cache/away'))
  files = {
    'thumb/a': { file: 'Cache/a.png', type: 'image/png', downloadName: null },
    'r-full/a': { file: 'Cache/a.png', type: 'image/png', downloadName: null },
    'export/%E5%A5%B6.png': { file: 'Cache/a.png', type: 'image/png', downloadName: '奶.png' },
    'thumb/up': { file: '../secret.json', type: 'image/png', downloadName: null },
    'thumb/evil': { file: '../library-evil/secret.png', type: 'image/png', downloadName: null },
    'thumb/link': { file: 'Cache/away/secret.png', type: 'image/png', downloadName: null },
    'thumb/folder': { file: 'Cache', type: 'image/png', downloadName: null },
    'thumb/markup': { file: 'Cache/a.png', type: 'text/html', downloadName: null },
  }
})
afterAll(() => rm(root, { recursive: true, force: true }))

const locate = async (asset: string): Promise<Located> => {
  if (asset === 'thumb/broken') throw new Error(`cannot read ${root}`)
  if (asset === 'thumb/away') throw new AppError('disconnected', 'The engine is gone; it is being started again.')
  const found = files[asset]
  if (!found) throw new AppError('not-found', 'There is no such picture.')
  return found
}

async function get(path: string, init: RequestInit = {}, socket?: string): Promise<Response> {
  const serve = serveFiles({
    library: join(root, 'library'),
    page: join(root, 'page'),
    locate,
    ...(socket && { socket }),
  })
  return serve(new Request(`http://127.0.0.1:1${path}`, init))
}

describe('the page', () => {
  test('index.html carries a fresh nonce that its policy names', async () => {
    const [first, second] = [await get('/'), await get('/index.html')]
    const nonces = await Promise.all(
      [first, second].map(async (response) => [...(await response.text()).matchAll(/nonce="([\w-]{24})"/g)]),
    )
    expect(nonces[0]).toHaveLength(2)
    const nonce = nonces[0]?.[0]?.[1] as string
    expect(first.headers.get('content-security-policy')).toContain(`style-src 'self' 'nonce-${nonce}';`)
    expect(nonces[1]?.[0]?.[1]).not.toBe(nonce)
    expect(first.headers.get('cache-control')).toBe('no-store')
  })

  test('hashed files are kept for ever, others are asked for again', async () => {
    const hashed = await get('/assets/index-BxK9f2Qa.js')
    expect(hashed.headers.get('cache-control')).toContain('immutable')
    expect(hashed.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    const plain = await get('/assets/plain.css')
    expect(plain.headers.get('cache-control')).toBe('no-cache')
    const etag = plain.headers.get('etag') as string
    const again = await get('/assets/plain.css', { headers: { 'if-none-match': etag } })
    expect([again.status, await again.text()]).toEqual([304, ''])
  })

  test('every answer has the safety headers', async () => {
    for (const path of ['/', '/assets/plain.css', '/nothing', '/asset/thumb/a', '/asset/thumb/none']) {
      const { headers } = await get(path, {}, 'ws://127.0.0.1:9')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('content-security-policy')).toContain("connect-src 'self' ws://127.0.0.1:9;")
      expect(headers.get('access-control-allow-origin')).toBeNull()
    }
  })

  test('only reading is possible', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])
      expect((await get('/', { method })).status).toBe(405)
  })

  test('an empty file is served', async () => {
    const response = await get('/assets/empty.css')
    expect([response.status, response.headers.get('content-length'), await response.text()]).toEqual([200, '0', ''])
  })
})

describe('assets', () => {
  test('a picture with its type', async () => {
    const response = await get('/asset/thumb/a')
    expect(response.headers.get('content-type')).toBe('image/png')
    expect(response.headers.get('content-disposition')).toBeNull()
    expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true)
  })

  test('results are kept for ever, pictures of originals only with a version', async () => {
    expect((await get('/asset/r-full/a')).headers.get('cache-control')).toContain('immutable')
    expect((await get('/asset/thumb/a')).headers.get('cache-control')).toBe('private, no-cache')
    expect((await get('/asset/thumb/a?v=1')).headers.get('cache-control')).toContain('immutable')
  })

  test('an export is a download under its own name', async () => {
    const response = await get('/asset/export/%E5%A5%B6.png')
    expect(response.headers.get('content-disposition')).toBe(
      `attachment; filename="_.png"; filename*=UTF-8''%E5%A5%B6.png`,
    )
    expect(response.headers.get('cache-control')).toBe('private, no-cache')
  })

  test.each([
    ['bytes=0-9', 206, bytes.subarray(0, 10), 'bytes 0-9/1000'],
    ['bytes=990-', 206, bytes.subarray(990), 'bytes 990-999/1000'],
    ['bytes=-3', 206, bytes.subarray(997), 'bytes 997-999/1000'],
    ['bytes=0-1,4-5', 200, bytes, null],
    ['bytes=1000-', 416, Buffer.alloc(0), 'bytes */1000'],
  ])('range %s', async (range, status, body, contentRange) => {
    const response = await get('/asset/thumb/a', { headers: { range } })
    expect(response.status).toBe(status)
    expect(response.headers.get('content-range')).toBe(contentRange)
    expect(Buffer.from(await response.arrayBuffer()).equals(body)).toBe(true)
  })

  test('If-Range sends everything when the copy is old', async () => {
    const etag = (await get('/asset/thumb/a')).headers.get('etag') as string
    const headers = (condition: string) => ({ range: 'bytes=0-1', 'if-range': condition })
    expect((await get('/asset/thumb/a', { headers: headers(etag) })).status).toBe(206)
    expect((await get('/asset/thumb/a', { headers: headers('"old"') })).status).toBe(200)
  })

  test('HEAD tells the size and sends nothing', async () => {
    const response = await get('/asset/thumb/a', { method: 'HEAD' })
    expect([response.status, response.headers.get('content-length'), await response.text()]).toEqual([200, '1000', ''])
  })

  test.each([
    ['/asset/thumb/none', 404],
    ['/asset/thumb/away', 503],
    ['/asset/thumb/broken', 500],
  ])('%s fails with %i and no path in the text', async (path, status) => {
    const response = await get(path)
    expect(response.status).toBe(status)
    expect(await response.text()).not.toContain(root)
  })

  test('a body nobody reads can be thrown away', async () => {
    const response = await get('/asset/thumb/a')
    await response.body?.cancel()
  })
})

describe('attacks', () => {
  test.each([
    '/../secret.json',
    '/%2e%2e/secret.json',
    '/..%2fsecret.json',
    '/..%2Fpage-evil/secret.json',
    '/..%5csecret.json',
    '/assets/..%2f..%2fsecret.json',
    '/assets/%252e%252e/%252e%252e/secret.json',
    '/assets/link.json',
    '/assets/notes.txt',
    '/other.html',
    '/assets',
    '/assets/',
    '/assets//plain.css',
    '/assets/plain.css%00.png',
    '/assets/%',
    '/assets/%ff%fe.css',
    '/%2fetc%2fpasswd.json',
    '/C:%2fWindows%2fwin.json',
    '/daguerre.sqlite',
    '/asset/',
    '/asset/thumb/up',
    '/asset/thumb/evil',
    '/asset/thumb/link',
    '/asset/thumb/folder',
    '/asset/thumb/markup',
    '/asset/..%2f..%2fsecret.json',
    '/asset/thumb/..%2f..%2f..%2fsecret.json',
    '/asset/thumb/a%00',
    '/asset/thumb/%',
  ])('%s is refused', async (path) => {
    const response = await get(path)
    expect(response.status).toBe(404)
    expect(await response.text()).not.toContain(secret)
  })

  test('no path whatever gives anything away', async () => {
    const part = fc.constantFrom(
      '..',
      '.',
      '%2e%2e',
      '..%2f',
      '%5c',
      'secret.json',
      'page-evil',
      'assets',
      '%00',
      '/',
      '//',
    )
    const path = fc.array(fc.oneof(part, fc.webSegment()), { maxLength: 8 }).map((parts) => `/${parts.join('/')}`)
    await fc.assert(
      fc.asyncProperty(path, fc.boolean(), async (tail, asAsset) => {
        const response = await get(asAsset ? `/asset${tail}` : tail)
        expect(await response.text()).not.toContain(secret)
      }),
      { numRuns: 500 },
    )
  })
})
