import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { type Bridge, type BridgeListener, bridgeChannels, type OpenRequest } from '../shared/bridge.ts'

/** A port the page opened: on its way while `port` is missing. */
interface Link {
  readonly listener: BridgeListener
  readonly unsent: unknown[]
  port?: MessagePort
}

const links = new Map<number, Link>()
let lastId = 0

const lose = (id: number) => {
  const link = links.get(id)
  links.delete(id)
  link?.port?.close()
  link?.listener.close()
}

// Main answers with the port that was asked for, or says without one that its other side is gone.
ipcRenderer.on(bridgeChannels.port, ({ ports: [port] }, { id }: { id: number }) => {
  const link = links.get(id)
  if (!link) return port?.close()
  if (!port) return lose(id)
  link.port = port
  port.addEventListener('message', ({ data }) => links.has(id) && link.listener.message(data))
  port.addEventListener('close', () => lose(id))
  port.start()
  for (const message of link.unsent.splice(0)) port.postMessage(message)
})

const bridge: Bridge = {
  open: (which, listener) => {
    const id = ++lastId
    const link: Link = { listener, unsent: [] }
    links.set(id, link)
    ipcRenderer.send(bridgeChannels.open, { which, id } satisfies OpenRequest)
    return {
      post: (message) => {
        if (!links.has(id)) return
        if (link.port) link.port.postMessage(message)
        else link.unsent.push(message)
      },
      close: () => {
        links.delete(id)
        link.port?.close()
      },
    }
  },
  grantsOf: async (files) => {
    const paths = files.map((file) => webUtils.getPathForFile(file as File)).filter((path) => path !== '')
    return paths.length === 0 ? [] : ((await ipcRenderer.invoke(bridgeChannels.grants, paths)) as string[])
  },
}

contextBridge.exposeInMainWorld('daguerre', bridge)
