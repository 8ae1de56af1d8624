import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Marks the fuse wire in Electron's binary. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'

/** What electron-builder expects to find in Electron's folder on Linux. */
const files = [
  'LICENSE',
  'LICENSES.chromium.html',
  'chrome-sandbox',
  'chrome_crashpad_handler',
  'icudtl.dat',
  'libffmpeg.so',
  'resources.pak',
  'locales/en-US.pak',
  'locales/zh-CN.pak',
  'locales/de.pak',
]

/**
 * A folder that electron-builder takes for Electron, so that packing is tested where Electron cannot be fetched. Its
 * "binary" starts nothing, but has a fuse wire like the real one: version, length and a state for each fuse, here the
 * opposite of what we want.
 */
export function makeStandIn(folder: string, version: string, wire: string): void {
  mkdirSync(join(folder, 'locales'), { recursive: true })
  for (const file of files) writeFileSync(join(folder, file), '')
  writeFileSync(join(folder, 'version'), version)
  const binary = Buffer.concat([
    Buffer.from(`#!/bin/sh\nexit 1\n# ${sentinel}`),
    Buffer.from([1, wire.length]),
    Buffer.from(`${wire}\n`),
  ])
  writeFileSync(join(folder, 'electron'), binary)
  chmodSync(join(folder, 'electron'), 0o755)
}
