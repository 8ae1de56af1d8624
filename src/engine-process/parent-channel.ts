import type { Channel } from '../shared/rpc/multiplex.ts'

/** The IPC pipe to the process that forked this one. It closes when that process ends, however it ends. */
export function parentChannel(): Channel {
  return {
    send: (message) => {
      // A pipe that broke a moment ago must not throw here: `disconnect` follows and says so properly.
      if (process.connected) process.send?.(message, undefined, undefined, () => {})
    },
    onMessage: (listener) => process.on('message', listener),
    onClose: (listener) => process.once('disconnect', listener),
  }
}
