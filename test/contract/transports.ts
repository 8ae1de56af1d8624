import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { MessageChannel } from 'node:worker_threads'
import { WebSocketServer } from 'ws'
import { childChannel } from '../../src/server/child-channel.ts'
import type { Port } from '../../src/shared/rpc/contract.ts'
import { multiplex } from '../../src/shared/rpc/multiplex.ts'
import { messagePort, portPair, socketPort } from '../../src/shared/rpc/ports.ts'
import { serve } from '../../src/shared/rpc/server.ts'
import { sample, sampleHandlers } from './sample.ts'

export interface Connection {
  /** The caller's end; the sample contract is served at the other. */
  readonly port: Port
  /** What the serving side logged; nothing where it is another process. */
  readonly logged: readonly unknown[]
  /** Kills the serving side without a word. */
  kill(): void
  close(): Promise<void>
}

const inProcess = async (): Promise<Connection> => {
  const [port, other] = portPair()
  const logged = serveAt(other)
  return { port, logged, kill: () => other.close(), close: async () => port.close() }
}

const messageChannel = async (): Promise<Connection> => {
  const { port1, port2 } = new MessageChannel()
  const logged = serveAt(messagePort(port2))
  const port = messagePort(port1)
  return { port, logged, kill: () => port2.close(), close: async () => port.close() }
}

const childProcess = async (): Promise<Connection> => {
  const child = fork(fileURLToPath(new URL('./fixture-child.ts', import.meta.url)))
  const ended = once(child, 'exit')
  const port = multiplex(childChannel(child)).open('page')
  const kill = () => void child.kill('SIGKILL')
  return {
    port,
    logged: [],
    kill,
    close: async () => {
      kill()
      await ended
    },
  }
}

const webSocket = async (): Promise<Connection> => {
  const http = createServer().listen(0, '127.0.0.1')
  await once(http, 'listening')
  const server = new WebSocketServer({ server: http })
  const logged: unknown[] = []
  server.on('connection', (socket) => serve(sample, sampleHandlers(), socketPort(socket), (e) => logged.push(e)))
  const socket = new WebSocket(`ws://127.0.0.1:${(http.address() as AddressInfo).port}`)
  const port = socketPort(socket)
  const kill = () => {
    for (const client of server.clients) client.terminate()
  }
  return {
    port,
    logged,
    kill,
    close: async () => {
      kill()
      http.closeAllConnections()
      await new Promise((resolve) => http.close(resolve))
    },
  }
}

function serveAt(port: Port): unknown[] {
  const logged: unknown[] = []
  serve(sample, sampleHandlers(), port, (error) => logged.push(error))
  return logged
}

export const transports = {
  'in one process': inProcess,
  MessageChannel: messageChannel,
  'child process': childProcess,
  WebSocket: webSocket,
}
