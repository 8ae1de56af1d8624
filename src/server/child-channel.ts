import type { ChildProcess } from 'node:child_process'
import type { Channel } from '../shared/rpc/multiplex.ts'

/** The IPC pipe to a forked child. */
export function childChannel(child: ChildProcess): Channel {
  return {
    send: (message) => {
      if (child.connected) child.send(message as object, () => {})
    },
    onMessage: (listener) => child.on('message', listener),
    // `disconnect` alone would miss a child that could not be started; `exit` alone would miss a closed pipe.
    onClose: (listener) => {
      child.once('disconnect', listener)
      child.once('exit', listener)
      child.once('error', listener)
    },
  }
}
