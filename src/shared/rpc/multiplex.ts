import { closeOnce } from './close-once.ts'
import type { Port } from './contract.ts'

/**
 * Many ports over one channel, for transports that cannot hand over a `MessagePort` (the IPC pipe of a child process).
 * The shell opens ports; the engine accepts them. `label` tells the engine what the port may do.
 */
export interface Channel {
  send(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  /** May call more than once. */
  onClose(listener: () => void): void
}

type Frame =
  | { readonly mux: 'open'; readonly port: number; readonly label: string }
  | { readonly mux: 'data'; readonly port: number; readonly data: unknown }
  | { readonly mux: 'close'; readonly port: number }

interface Branch {
  readonly port: Port
  deliver(data: unknown): void
  shut(): void
}

function isFrame(value: unknown): value is Frame {
  if (typeof value !== 'object' || value === null || !('mux' in value) || !('port' in value)) return false
  if (typeof value.port !== 'number') return false
  return value.mux === 'data' || value.mux === 'close' || (value.mux === 'open' && 'label' in value)
}

/** @param onOpen given by the side that accepts ports; the other side ignores frames that would open one */
export function multiplex(channel: Channel, onOpen?: (port: Port, label: string) => void) {
  const branches = new Map<number, Branch>()
  let last = 0
  let closed = false

  const branch = (id: number): Branch => {
    const made = newBranch(id, channel, () => branches.delete(id))
    branches.set(id, made)
    return made
  }
  const accept = (id: number, label: unknown) => {
    if (onOpen && !branches.has(id)) onOpen(branch(id).port, String(label))
  }

  channel.onMessage((raw) => {
    if (!isFrame(raw)) return
    if (raw.mux === 'open') accept(raw.port, raw.label)
    else if (raw.mux === 'data') branches.get(raw.port)?.deliver(raw.data)
    else branches.get(raw.port)?.shut()
  })
  channel.onClose(() => {
    closed = true
    for (const each of branches.values()) each.shut()
  })

  return {
    /** Opens a port to the other side; it arrives there in `onOpen` with this label. After the channel's end: a dead port. */
    open(label: string): Port {
      const id = ++last
      const made = branch(id)
      if (closed) made.shut()
      else channel.send({ mux: 'open', port: id, label } satisfies Frame)
      return made.port
    },
  }
}

function newBranch(id: number, channel: Channel, forget: () => void): Branch {
  const listeners: ((message: unknown) => void)[] = []
  /** What comes before anybody listens waits, as in a `MessagePort`: the engine may still be opening its catalog. */
  const early: unknown[] = []
  const end = closeOnce()
  const shut = () => {
    forget()
    end.close()
  }
  return {
    port: {
      post: (data) => {
        if (!end.closed) channel.send({ mux: 'data', port: id, data } satisfies Frame)
      },
      onMessage: (listener) => {
        listeners.push(listener)
        for (const data of early.splice(0)) listener(data)
      },
      onClose: end.onClose,
      close: () => {
        if (!end.closed) channel.send({ mux: 'close', port: id } satisfies Frame)
        shut()
      },
    },
    deliver: (data) => {
      if (listeners.length === 0) early.push(data)
      else for (const listener of listeners) listener(data)
    },
    shut,
  }
}
