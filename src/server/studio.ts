import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Serve, serveFiles } from '../engine/serve-files.ts'
import { AppError } from '../shared/errors.ts'
import type { Supervisor } from '../shared/supervise.ts'
import { type Access, access } from './access.ts'
import type { EngineLink } from './fork-engine.ts'
import { replyEmpty, replyError, replyJson, sendResponse, toRequest } from './reply.ts'
import { readToken } from './session.ts'
import { type Sockets, sockets } from './sockets.ts'
import { receiveUpload } from './upload.ts'

export interface StudioOptions {
  readonly engine: Pick<Supervisor<EngineLink>, 'current'>
  /** Folder of the built page. */
  readonly page: string
  /** 0 takes a free one. */
  readonly port?: number
  readonly maxUploadBytes?: number
  readonly log?: (error: unknown) => void
}

export interface Studio {
  readonly port: number
  /** The address to open, with a one-time token; each call makes a new one. */
  address(): string
  readonly pages: Sockets
  close(): Promise<void>
}

interface Door extends StudioOptions {
  readonly origin: string
  readonly access: Access
  readonly files: Serve
}

/** Opens the browser door: the same studio as in the desktop window, on this computer's own address only. */
export async function openStudio(options: StudioOptions): Promise<Studio> {
  const server = createServer()
  await listen(server, options.port ?? 0)
  const { port } = server.address() as AddressInfo
  const origin = `http://127.0.0.1:${port}`
  const log = options.log ?? (() => {})
  const door: Door = { ...options, origin, access: access(port), files: filesOf(options, port) }

  server.on('request', (req, res) => {
    answer(door, req, res).catch((error: unknown) => {
      log(error)
      if (res.headersSent) res.destroy()
      else replyError(res, error)
    })
  })
  const pages = sockets({ server, access: door.access, engine: options.engine, log })
  return {
    port,
    address: () => `${origin}/#token=${door.access.token()}`,
    pages,
    close: async () => {
      pages.close()
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen({ port, host: '127.0.0.1', exclusive: true })
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE') throw new AppError('wrong-usage', `Port ${port} is in use already.`, { port })
    if (error.code === 'EACCES') throw new AppError('no-permission', `Port ${port} may not be used.`, { port })
    throw error
  })
}

function filesOf({ engine, page }: StudioOptions, port: number): Serve {
  return async (request) => {
    // The page itself must come up while the engine is still starting, or has given up: it tells the user so.
    const isAsset = new URL(request.url).pathname.startsWith('/asset/')
    const link = isAsset ? await engine.current().catch((error: unknown) => error) : undefined
    const serve = serveFiles({
      library: isLink(link) ? link.library : page,
      page,
      socket: `ws://127.0.0.1:${port}`,
      locate: (asset) => {
        if (isLink(link)) return link.shell('assets.locate', { asset })
        throw link
      },
    })
    return serve(request)
  }
}

const isLink = (value: unknown): value is EngineLink => typeof value === 'object' && value !== null && 'shell' in value

async function answer(door: Door, req: IncomingMessage, res: ServerResponse): Promise<void> {
  if (!req.url?.startsWith('/')) return replyEmpty(res, 400)
  const { pathname, searchParams } = new URL(`${door.origin}${req.url}`)
  const verdict = door.access.judge({ method: req.method ?? '', path: pathname, headers: req.headers })
  if (!verdict.ok) {
    const error = { code: 'no-permission', message: verdict.why, details: {} }
    return replyJson(res, verdict.status, { error }, { connection: 'close' })
  }
  if (pathname === '/session') return session(door, req, res)
  if (pathname === '/upload') return upload(door, req, res, searchParams.get('name') ?? '')
  return sendResponse(res, await door.files(toRequest(req, door.origin)))
}

/** GET: is the cookie good? POST: takes the one-time token for a cookie. */
async function session({ access }: Door, req: IncomingMessage, res: ServerResponse): Promise<void> {
  if (req.method === 'POST') {
    const cookie = access.redeem((await readToken(req)).token)
    if (cookie !== undefined) return replyEmpty(res, 204, { 'set-cookie': cookie })
  } else if (req.method !== 'GET') {
    return replyEmpty(res, 405, { allow: 'GET, POST' })
  }
  return replyEmpty(res, access.knows(req.headers) ? 204 : 401)
}

async function upload(door: Door, req: IncomingMessage, res: ServerResponse, name: string): Promise<void> {
  if (req.method !== 'POST') return replyEmpty(res, 405, { allow: 'POST' })
  try {
    const { shell } = await door.engine.current()
    replyJson(res, 200, { grant: await receiveUpload(req, name, shell, door.maxUploadBytes) })
  } catch (error) {
    if (!(error instanceof AppError)) door.log?.(error)
    // What was not read of the body is not wanted any more.
    res.shouldKeepAlive = false
    replyError(res, error)
  }
}
