import type { Port } from './contract.ts'

/** `MessagePort` of a browser, a Node worker or a `MessageChannel`. */
interface WebPort {
  postMessage(message: unknown): void
  addEventListener(type: string, listener: (event: never) => void): void
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
  addEventListener(type: string, listener: (event: never) => void): void
  close(): void
}
const SOCKET_OPEN = 1

export function messagePort(port: WebPort): Port {
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => {
      port.addEventListener('message', (event: { data: unknown }) => listener(event.data))
      port.start()
    },
    onClose: (listener) => port.addEventListener('close', () => listener()),
    close: () => port.close(),
  }
}

export function emitterPort(port: EmitterPort): Port {
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => {
      port.on('message', (event) => listener(event.data))
      port.start()
    },
    onClose: (listener) => port.on('close', listener),
    close: () => port.close(),
  }
}

/** JSON text frames. A frame that is not JSON closes the socket: nobody honest sends one. */
export function socketPort(socket: SocketLike): Port {
  return {
    post: (message) => {
      if (socket.readyState === SOCKET_OPEN) socket.send(JSON.stringify(message))
    },
    onMessage: (listener) =>
      socket.addEventListener('message', (event: { data: unknown }) => {
        const message = parseJson(String(event.data))
        if (message === undefined) socket.close()
        else listener(message)
      }),
    onClose: (listener) => socket.addEventListener('close', () => listener()),
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
  const ends = [newEnd(), newEnd()] as const
  const join = (mine: End, other: End): Port => ({
    post: (message) => {
      if (other.open) queueMicrotaskSafe(() => other.deliver(copy(message)))
    },
    onMessage: (listener) => mine.listeners.push(listener),
    onClose: (listener) => mine.closers.push(listener),
    close: () => {
      mine.shut()
      other.shut()
    },
  })
  return [join(ends[0], ends[1]), join(ends[1], ends[0])]
}

interface End {
  open: boolean
  readonly listeners: ((message: unknown) => void)[]
  readonly closers: (() => void)[]
  deliver(message: unknown): void
  shut(): void
}

function newEnd(): End {
  const end: End = {
    open: true,
    listeners: [],
    closers: [],
    deliver: (message) => {
      if (end.open) for (const listener of end.listeners) listener(message)
    },
    shut: () => {
      if (!end.open) return
      end.open = false
      for (const closer of end.closers) closer()
    },
  }
  return end
}

const copy = (message: unknown): unknown => JSON.parse(JSON.stringify(message))
const queueMicrotaskSafe = (run: () => void) => void Promise.resolve().then(run)
