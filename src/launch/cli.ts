import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildIfStale } from './build-if-stale.ts'

/** `npm run daguerre -- ...`: the command line, built first when need be. */
const root = resolve(import.meta.dirname, '../..')
const entry = join(root, 'out/main/cli.js')
try {
  await buildIfStale(root)
  process.argv[1] = entry
  await import(pathToFileURL(entry).href)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 3
}
