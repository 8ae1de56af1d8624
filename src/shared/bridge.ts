/**
 * What the preload script gives the page as `window.daguerre`; absent in a browser. A `MessagePort` cannot cross into
 * the page's world, so a port is offered as functions.
 */
export interface Bridge {
  /**
   * Opens a port to the engine or to the shell. One call, one port: after `close` was told, open the next one. While
   * the engine is being started again the new port waits, and what is posted meanwhile is delivered in order.
   */
  open(which: BridgeDoor, listener: BridgeListener): BridgePort
  /**
   * Names files the user dropped or chose, without telling the page where they are.
   * Takes `File` objects; those that are no files on a disk are left out. Rejects when the shell refuses.
   * @returns grants for `catalog.import`, at most one for each file
   */
  grantsOf(files: readonly unknown[]): Promise<string[]>
}

export type BridgeDoor = 'engine' | 'host'

export interface BridgeListener {
  message(message: unknown): void
  /** Called once, when the other side is gone; not after the page's own `close`. */
  close(): void
}

export interface BridgePort {
  post(message: unknown): void
  close(): void
}

/** How a page finds it: `(globalThis as BridgeHolder).daguerre`. */
export interface BridgeHolder {
  readonly daguerre?: Bridge
}

/** Channels between preload and main. Everything else travels through the ports handed over. */
export const bridgeChannels = {
  /** Page to main, `OpenRequest`. */
  open: 'daguerre:open',
  /** Main to page, `{ id }`: with the port that was asked for, or without one when that port's other side is gone. */
  port: 'daguerre:port',
  /** Page to main and back: paths of dropped files in, grants out. */
  grants: 'daguerre:grants',
} as const

export interface OpenRequest {
  readonly which: BridgeDoor
  /** Chosen by the preload; unlike any before it from the same page. */
  readonly id: number
}
