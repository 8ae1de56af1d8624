import type { Bridge, BridgeDoor, BridgeHolder } from '../../shared/bridge.ts'
import { AppError } from '../../shared/errors.ts'
import type { Port } from '../../shared/rpc/contract.ts'
import { socketPort } from '../../shared/rpc/ports.ts'
import { type OpenPort, StudioGone } from './link.ts'

/** The preload's bridge, when the page lives in a window of the desktop application. */
export const bridge: Bridge | undefined = (globalThis as BridgeHolder).daguerre

/** How this page reaches the engine or its host: through the bridge, else by WebSocket to where it was loaded from. */
export function portOpener(door: BridgeDoor): OpenPort {
  const known = bridge
  if (known) return async () => bridgePort(known, door)
  const address = { engine: '/rpc', host: '/host' }[door]
  return async () => {
    await session()
    return openSocket(address).catch(async (error: unknown) => {
      // A socket does not say why it could not be opened: asked anew, the server tells, or nobody answers.
      exchanged = undefined
      await session()
      throw error
    })
  }
}

function bridgePort(known: Bridge, door: BridgeDoor): Port {
  const listeners: ((message: unknown) => void)[] = []
  const closers: (() => void)[] = []
  const port = known.open(door, {
    message: (message) => {
      for (const listener of listeners) listener(message)
    },
    close: () => {
      for (const closer of closers) closer()
    },
  })
  return {
    post: (message) => port.post(message),
    onMessage: (listener) => void listeners.push(listener),
    onClose: (listener) => void closers.push(listener),
    close: () => port.close(),
  }
}

function openSocket(path: string): Promise<Port> {
  const url = new URL(path, location.href)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  url.hash = ''
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url)
    socket.addEventListener('open', () => resolve(socketPort(socket)), { once: true })
    socket.addEventListener('error', () => reject(new AppError('disconnected', 'The engine does not answer.')), {
      once: true,
    })
  })
}

let exchanged: Promise<void> | undefined

/** Exchanges the one-time token of the address for a cookie, once; a page without one relies on the cookie it has. */
function session(): Promise<void> {
  exchanged ??= exchange().catch((error: unknown) => {
    exchanged = undefined
    throw error
  })
  return exchanged
}

async function exchange(): Promise<void> {
  const token = tokenOf(location.hash)
  const init: RequestInit = token
    ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ token }) }
    : { method: 'GET' }
  const answer = await fetch('/session', init).catch((cause: unknown) => {
    throw new StudioGone(cause)
  })
  if (token) history.replaceState(null, '', `${location.pathname}${location.search}`)
  // A page that is reloaded after its token was spent still has its cookie: 401 and 403 are the only certain refusals.
  if (answer.status === 401 || answer.status === 403)
    throw new AppError('no-permission', 'This address is no longer valid.')
}

/** `#token=abc` -> `abc`. */
export const tokenOf = (hash: string): string | undefined => /^#token=([\w-]+)$/.exec(hash)?.[1]
