import { closeOnce } from './close-once.ts'
import type { Port } from './contract.ts'

/** `MessagePort` of a browser, a Node worker or a `MessageChannel`. */
interface WebPort {
  postMessage(message: unknown): void
  addEventListener(type: string, listener: (event: object) => void): void
  start(): void
  close(): void
}
/** Electron's `MessagePortMain`: an event emitter instead of an event target. */
interface EmitterPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
  start(): void
  close(): void
}
/** `WebSocket` of the browser or of `ws`. */
interface SocketLike {
  readonly readyState: number
  send(text: string): void
  addEventListener(type: string, listener: (event: object) => void): void
  close(): void
}
const SOCKET_CONNECTING = 0
const SOCKET_OPEN = 1
const SOCKET_CLOSED = 3

const dataOf = (event: object): unknown => ('data' in event ? event.data : undefined)

export function messagePort(port: WebPort): Port {
  const end = closeOnce()
  port.addEventListener('close', end.close)
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => {
      port.addEventListener('message', (event) => listener(dataOf(event)))
      port.start()
    },
    onClose: end.onClose,
    close: () => {
      port.close()
      end.close()
    },
  }
}

export function emitterPort(port: EmitterPort): Port {
  const end = closeOnce()
  port.on('close', end.close)
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => {
      port.on('message', (event) => listener(event.data))
      port.start()
    },
    onClose: end.onClose,
    close: () => {
      port.close()
      end.close()
    },
  }
}

/**
 * JSON text frames; those posted while the socket still connects are sent when it is open.
 * A frame that is not JSON closes the socket: nobody honest sends one.
 */
export function socketPort(socket: SocketLike): Port {
  const end = closeOnce()
  const early: string[] = []
  if (socket.readyState === SOCKET_CLOSED) end.close()
  socket.addEventListener('close', end.close)
  socket.addEventListener('open', () => {
    for (const text of early.splice(0)) socket.send(text)
  })
  return {
    post: (message) => {
      const text = JSON.stringify(message)
      if (socket.readyState === SOCKET_OPEN) socket.send(text)
      else if (socket.readyState === SOCKET_CONNECTING) early.push(text)
    },
    onMessage: (listener) =>
      socket.addEventListener('message', (event) => {
        const message = parseJson(String(dataOf(event)))
        if (message === undefined) socket.close()
        else listener(message)
      }),
    onClose: end.onClose,
    close: () => socket.close(),
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Two ends in one process: what the command line and unit tests use. Messages are copied, as they would be elsewhere. */
export function portPair(): [Port, Port] {
  const end = closeOnce()
  const listeners: [Listener[], Listener[]] = [[], []]
  const join = (mine: Listener[], theirs: Listener[]): Port => ({
    post: (message) => {
      if (end.closed) return
      const copied: unknown = JSON.parse(JSON.stringify(message))
      void Promise.resolve().then(() => {
        if (!end.closed) for (const listener of theirs) listener(copied)
      })
    },
    onMessage: (listener) => mine.push(listener),
    onClose: end.onClose,
    close: end.close,
  })
  return [join(listeners[0], listeners[1]), join(listeners[1], listeners[0])]
}

type Listener = (message: unknown) => void
