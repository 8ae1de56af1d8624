import { basename, dirname, join } from 'node:path'

/**
 * A bundled entry by name (`engine-process`, `restoration-worker`, `server`). The bundler puts entries into `out/main`
 * and what they share into `out/main/chunks`, so the folder of the running file alone does not tell where they are.
 */
export function builtEntry(name: string, from: string = import.meta.dirname): string {
  const folder = basename(from) === 'chunks' ? dirname(from) : from
  return join(folder, `${name}.js`)
}
