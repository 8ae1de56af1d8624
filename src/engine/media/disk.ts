import { open } from 'node:fs/promises'

/** A file being written. Tests put one in its place that runs out of space. */
export interface DiskFile {
  write(bytes: Buffer): Promise<void>
  /** Resolves when the bytes are on the medium, not only in the system's cache. */
  sync(): Promise<void>
  close(): Promise<void>
}

/** @param path of a file that must not exist yet */
export type CreateFile = (path: string) => Promise<DiskFile>

export const createFile: CreateFile = async (path) => {
  const handle = await open(path, 'wx')
  return {
    async write(bytes) {
      let done = 0
      while (done < bytes.length) done += (await handle.write(bytes, done)).bytesWritten
    },
    sync: () => handle.sync(),
    close: () => handle.close(),
  }
}
