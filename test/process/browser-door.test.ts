import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { Engine } from '../../src/shared/engine.ts'
import { type Client, connect } from '../../src/shared/rpc/client.ts'
import { socketPort } from '../../src/shared/rpc/ports.ts'
import { drawPhotos, enlarge, isBuilt, root, untilIdle } from './engine-runner.ts'

/** The browser door as a program, with its engine: what `npm start` runs where there is no Electron. */
let folder: string
let server: ChildProcess
let origin: string
let cookie: string

beforeAll(async () => {
  if (!isBuilt) throw new Error('These tests run the built server: npm run build first.')
  folder = await mkdtemp(join(tmpdir(), 'daguerre-door-'))
  server = spawn(
    process.execPath,
    [join(root, 'out/main/server.js'), '--no-open', '--library', join(folder, 'library'), '--because', 'a test'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const lines = createInterface({ input: server.stdout as NodeJS.ReadableStream })
  const [line] = (await once(lines, 'line')) as [string]
  expect(line).toContain('(a test)')
  const [, address, token] = /(http:\/\/127\.0\.0\.1:\d+)\/#token=([\w-]+)/.exec(line) as unknown as string[]
  origin = address as string
  const answer = await fetch(`${origin}/session`, {
    method: 'POST',
    headers: { origin },
    body: JSON.stringify({ token }),
  })
  cookie = answer.headers.get('set-cookie')?.split(';')[0] as string
})
afterAll(async () => {
  if (server.exitCode === null) {
    server.kill('SIGKILL')
    await once(server, 'exit')
  }
  await rm(folder, { recursive: true, force: true })
})

const get = (
  path: string,
  init: { method?: string; body?: Uint8Array<ArrayBuffer>; headers?: Record<string, string> } = {},
) => fetch(`${origin}${path}`, { ...init, headers: { origin, cookie, ...init.headers } })

async function page(): Promise<{ call: Client<Engine>; socket: WebSocket }> {
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/rpc`, { headers: { origin, cookie } })
  await once(socket, 'open')
  return { call: connect<Engine>(socketPort(socket)), socket }
}

/** Process id of the engine, child of the server. */
async function enginePid(): Promise<number> {
  const children = await readFile(`/proc/${server.pid}/task/${server.pid}/children`, 'utf8')
  return Number(children.trim().split(' ')[0])
}

test('a photo is handed over, restored, looked at and downloaded', async () => {
  const [photo] = await drawPhotos(join(folder, 'photos'), 1)
  const bytes = await readFile(photo as string)
  const handed = await get('/upload?name=album/奶奶.png', { method: 'POST', body: bytes })
  const { grant } = (await handed.json()) as { grant: string }
  const { call, socket } = await page()
  const { added } = await call('catalog.import', { grants: [grant] })
  await call('jobs.restore', { ids: added, recipe: enlarge })
  await untilIdle(call)
  const { original, restorations } = await call('catalog.get', { id: added[0] as string })
  expect(original.name).toBe('奶奶.png')
  const restored = restorations[0] as (typeof restorations)[number]
  for (const asset of [original.thumb, original.full, restored.thumb, restored.view, restored.full]) {
    const answer = await get(`/asset/${asset}`)
    expect([answer.status, answer.headers.get('content-type')?.split('/')[0]]).toEqual([200, 'image'])
    await answer.body?.cancel()
  }
  const { files } = await call('export.run', { restorations: [restored.id], folder: null, options: { format: 'jpeg' } })
  const download = await get(`/asset/${files[0]?.asset}`)
  expect(download.headers.get('content-disposition')).toContain(`filename*=UTF-8''%E5%A5%B6%E5%A5%B6_restored.jpg`)
  expect((await download.arrayBuffer()).byteLength).toBe(files[0]?.bytes)
  const part = await get(`/asset/${files[0]?.asset}`, { headers: { range: 'bytes=0-1' } })
  expect([part.status, ...new Uint8Array(await part.arrayBuffer())]).toEqual([206, 0xff, 0xd8])
  socket.close()
})

test.skipIf(!existsSync('/proc/self/task'))('when the engine dies the page is told, and finds a new one', async () => {
  const { call } = await page()
  const waiting = call(
    'jobs.watch',
    {},
    { onEvent: () => void enginePid().then((pid) => process.kill(pid, 'SIGKILL')) },
  )
  await expect(waiting).rejects.toMatchObject({ code: 'disconnected' })
  const next = await page()
  const { total } = await next.call('catalog.list', {})
  expect(total).toBe(1)
  next.socket.close()
})

test.skipIf(!existsSync('/proc/self/task'))('it stops when told to, and takes its engine along', async () => {
  const pid = await enginePid()
  const { socket } = await page()
  const told = once(socket, 'close')
  server.kill('SIGTERM')
  expect((await once(server, 'exit'))[0]).toBe(0)
  expect((await told)[0]).toBe(1001)
  expect(() => process.kill(pid, 0)).toThrow()
})

test('wrong usage is told in a sentence, with exit status 2', async () => {
  const wrong = spawn(process.execPath, [join(root, 'out/main/server.js'), '--port', 'abc'])
  const text = (await wrong.stderr.toArray()).join('')
  expect([wrong.exitCode ?? (await once(wrong, 'exit'))[0], text]).toEqual([2, expect.stringContaining('--port')])
})
