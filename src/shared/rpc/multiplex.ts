import type { Port } from './contract.ts'

/**
 * Many ports over one channel, for transports that cannot hand over a `MessagePort` (the IPC pipe of a child process).
 * The shell opens ports; the engine accepts them. `label` tells the engine what the port may do.
 */
export interface Channel {
  send(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
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

const isFrame = (value: unknown): value is Frame => typeof value === 'object' && value !== null && 'mux' in value

export function multiplex(channel: Channel, onOpen?: (port: Port, label: string) => void) {
  const branches = new Map<number, Branch>()
  let last = 0

  const branch = (id: number): Branch => {
    const listeners: ((message: unknown) => void)[] = []
    const closers: (() => void)[] = []
    const shut = () => {
      if (branches.delete(id)) for (const closer of closers) closer()
    }
    const made: Branch = {
      port: {
        post: (data) => {
          if (branches.has(id)) channel.send({ mux: 'data', port: id, data } satisfies Frame)
        },
        onMessage: (listener) => listeners.push(listener),
        onClose: (listener) => closers.push(listener),
        close: () => {
          if (branches.has(id)) channel.send({ mux: 'close', port: id } satisfies Frame)
          shut()
        },
      },
      deliver: (data) => {
        for (const listener of listeners) listener(data)
      },
      shut,
    }
    branches.set(id, made)
    return made
  }

  channel.onMessage((raw) => {
    if (!isFrame(raw)) return
    if (raw.mux === 'open') onOpen?.(branch(raw.port).port, raw.label)
    else if (raw.mux === 'data') branches.get(raw.port)?.deliver(raw.data)
    else branches.get(raw.port)?.shut()
  })
  channel.onClose(() => {
    for (const each of [...branches.values()]) each.shut()
  })

  return {
    /** Opens a port to the other side; it arrives there in `onOpen` with this label. */
    open(label: string): Port {
      const id = ++last
      const made = branch(id)
      channel.send({ mux: 'open', port: id, label } satisfies Frame)
      return made.port
    },
  }
}
