import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { host } from '../shared/host.ts'
import type { Port } from '../shared/rpc/contract.ts'
import { socketPort } from '../shared/rpc/ports.ts'
import { serve } from '../shared/rpc/server.ts'
import type { Supervisor } from '../shared/supervise.ts'
import type { Access } from './access.ts'
import type { EngineLink } from './fork-engine.ts'
import { browserHost, preferredLanguage } from './host-door.ts'

/** 100,000 ids, the most a call may name, are about 3 MB. */
const MAX_MESSAGE_BYTES = 16 * 2 ** 20
/** A page whose computer went to sleep or whose tab was frozen does not answer; its socket is given up after two of these. */
const HEARTBEAT_MS = 30_000

interface SocketsOptions {
  readonly server: Server
  readonly access: Access
  readonly engine: Pick<Supervisor<EngineLink>, 'current'>
  readonly log: (error: unknown) => void
}

export interface Sockets {
  /** Pages that are connected now. */
  readonly count: number
  /** Milliseconds since the last page went; 0 while one is there. */
  idle(): number
  close(): void
}

/** WebSockets of the page: `/rpc` leads to the engine, `/host` to this process. */
export function sockets({ server, access, engine, log }: SocketsOptions): Sockets {
  const accepting = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES })
  let lastSeen = Date.now()

  const upgrade = async (req: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    const path = (req.url ?? '').split('?', 1)[0] ?? ''
    const verdict = access.judge({ method: req.method ?? '', path, headers: req.headers })
    if (!verdict.ok) return refuse(socket, verdict.status)
    if (path !== '/rpc' && path !== '/host') return refuse(socket, 404)
    // Opened before the upgrade: a page that cannot have an engine gets no socket, and tries again later.
    const port = path === '/rpc' ? (await engine.current()).openPage() : undefined
    accepting.handleUpgrade(req, socket, head, (page) => {
      page.on('error', log)
      page.on('close', () => {
        lastSeen = Date.now()
      })
      keepAlive(page)
      if (port) bridge(socketPort(page), port)
      else serve(host, browserHost(preferredLanguage(req.headers['accept-language'])), socketPort(page), log)
    })
  }

  server.on('upgrade', (req: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', log)
    upgrade(req, socket, head).catch((error: unknown) => {
      log(error)
      refuse(socket, 503)
    })
  })
  return {
    get count() {
      return accepting.clients.size
    },
    idle: () => (accepting.clients.size > 0 ? 0 : Date.now() - lastSeen),
    close: () => {
      for (const page of accepting.clients) page.close(1001)
      accepting.close()
    },
  }
}

/** Passes everything on, both ways; when one end is gone the other is closed. */
function bridge(left: Port, right: Port): void {
  left.onMessage((message) => right.post(message))
  right.onMessage((message) => left.post(message))
  left.onClose(() => right.close())
  right.onClose(() => left.close())
}

function keepAlive(page: WebSocket): void {
  let alive = true
  page.on('pong', () => {
    alive = true
  })
  const timer = setInterval(() => {
    if (!alive) page.terminate()
    alive = false
    page.ping()
  }, HEARTBEAT_MS)
  page.on('close', () => clearInterval(timer))
}

function refuse(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
