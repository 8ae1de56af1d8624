import { appOrigin } from './navigation.ts'

/** The part of Electron's `WebFrameMain` that trust depends on. */
export interface SenderFrame {
  readonly origin: string
  readonly parent: object | null
}

/**
 * Whether a message comes from our own page. `frame` is null when the sender navigated away or was destroyed before
 * the message was read: nobody is left to trust. A frame inside the page is never ours, whatever its origin.
 */
export function isTrusted(frame: SenderFrame | null | undefined): boolean {
  return frame != null && frame.parent === null && frame.origin === appOrigin
}
