import { type IpcMainEvent, type IpcMainInvokeEvent, ipcMain, type WebContents, type WebFrameMain } from 'electron'
import type { z } from 'zod'
import { isTrusted } from './guards/sender.ts'
import type { Log } from './log.ts'

export interface Sender {
  readonly contents: WebContents
  readonly frame: WebFrameMain
}

/**
 * The only two ways in from a page beside its ports; nothing else may touch `ipcMain`. A message that is malformed or
 * comes from anything but our own page is written down and goes no further.
 */
export function receive<S extends z.ZodType>(
  channel: string,
  shape: S,
  log: Log,
  act: (message: z.output<S>, sender: Sender) => void,
): void {
  ipcMain.on(channel, (event, raw: unknown) => {
    const checked = check(event, shape, raw)
    if (checked) act(checked.message, checked.sender)
    else log.warn(`a message on ${channel} was refused`)
  })
}

/** Like `receive`, with an answer. */
export function answer<S extends z.ZodType, T>(
  channel: string,
  shape: S,
  log: Log,
  act: (message: z.output<S>, sender: Sender) => Promise<T>,
): void {
  ipcMain.handle(channel, async (event, raw: unknown) => {
    const checked = check(event, shape, raw)
    if (checked) return act(checked.message, checked.sender)
    log.warn(`a call on ${channel} was refused`)
    throw new Error('refused')
  })
}

function check<S extends z.ZodType>(
  event: IpcMainEvent | IpcMainInvokeEvent,
  shape: S,
  raw: unknown,
): { message: z.output<S>; sender: Sender } | undefined {
  const frame = event.senderFrame
  if (!frame || !isTrusted(frame)) return undefined
  const message = shape.safeParse(raw)
  return message.success ? { message: message.data, sender: { contents: event.sender, frame } } : undefined
}
