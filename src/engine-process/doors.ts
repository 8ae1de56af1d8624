import type { Port } from '../shared/rpc/contract.ts'
import { multiplex } from '../shared/rpc/multiplex.ts'
import { emitterPort } from '../shared/rpc/ports.ts'
import { parentChannel } from './parent-channel.ts'

/** How the process that started this one reaches it. */
export interface Doors {
  /** Says something outside any port: an `EngineNotice`. */
  tell(notice: object): void
  /** Calls for every port the shell opens, with the label that tells what it may do. */
  onPort(accept: (port: Port, label: string) => void): void
  /** Calls when the shell is gone: an engine without one has nobody to work for. */
  onOrphaned(listener: () => void): void
}

/** `process.parentPort` of an Electron utility process; written out because this runs, and compiles, without Electron. */
interface ParentPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown; ports: readonly EmitterPort[] }) => void): unknown
}
type EmitterPort = Parameters<typeof emitterPort>[0]

export function openDoors(): Doors {
  const parentPort = (process as unknown as { parentPort?: ParentPort }).parentPort
  return parentPort ? utilityDoors(parentPort) : forkDoors()
}

/** Electron ends its utility processes together with itself, so there is nothing to listen for. */
const utilityDoors = (parentPort: ParentPort): Doors => ({
  tell: (notice) => parentPort.postMessage(notice),
  onPort: (accept) => {
    parentPort.on('message', ({ data, ports }) => {
      const label = typeof data === 'object' && data !== null && 'label' in data ? String(data.label) : ''
      const [port] = ports
      if (port) accept(emitterPort(port), label)
    })
  },
  onOrphaned: () => {},
})

function forkDoors(): Doors {
  const channel = parentChannel()
  return {
    tell: (notice) => channel.send(notice),
    onPort: (accept) => void multiplex(channel, accept),
    onOrphaned: (listener) => channel.onClose(listener),
  }
}
