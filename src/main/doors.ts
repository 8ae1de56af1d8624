import { MessageChannelMain, type WebContents, type WebFrameMain } from 'electron'
import { bridgeChannels } from '../shared/bridge.ts'
import { type Host, host } from '../shared/host.ts'
import type { Handlers } from '../shared/rpc/contract.ts'
import { emitterPort } from '../shared/rpc/ports.ts'
import { serve } from '../shared/rpc/server.ts'
import type { EngineChild } from './engine-child.ts'
import { droppedPaths, openRequest } from './guards/messages.ts'
import { answer, receive } from './ipc.ts'
import type { Log } from './log.ts'

export interface DoorNeeds {
  /** The engine that is up, waiting for one that is being started. */
  readonly engine: () => Promise<EngineChild>
  readonly host: (contents: WebContents) => Handlers<Host>
  readonly grant: (paths: string[]) => Promise<string[]>
  readonly log: Log
}

/** Hands ports to our pages as they ask for them: to the engine directly, past this process, or to the host. */
export function openDoors({ engine, host: handlersFor, grant, log }: DoorNeeds): void {
  const toEngine = async (frame: WebFrameMain, id: number) => {
    const child = await engine().catch(() => undefined)
    if (!child) return tell(frame, id)
    tell(frame, id, child.openPage())
    // The port closes by itself when the engine dies; this is for the case that it does not.
    await child.ended
    return tell(frame, id)
  }
  const toHost = (frame: WebFrameMain, contents: WebContents, id: number) => {
    const { port1, port2 } = new MessageChannelMain()
    serve(host, handlersFor(contents), emitterPort(port1), (error) => log.error(error, 'host'))
    tell(frame, id, port2)
  }

  receive(bridgeChannels.open, openRequest, log, ({ which, id }, { contents, frame }) => {
    if (which === 'host') toHost(frame, contents, id)
    else toEngine(frame, id).catch((error: unknown) => log.error(error, 'opening a port'))
  })
  answer(bridgeChannels.grants, droppedPaths, log, (paths) => grant(paths))
}

/** With a port: here it is. Without: its other side is gone. */
function tell(frame: WebFrameMain, id: number, port?: Electron.MessagePortMain): void {
  if (!frame.isDestroyed()) frame.postMessage(bridgeChannels.port, { id }, port ? [port] : [])
  else port?.close()
}
