import { resolve } from 'node:path'
import { createServer } from 'vite'

/**
 * `npm run bench` and `npm run bench:quality`. The benches import the engine from source; Vite loads it, because the
 * registry of operations is found by Vite's glob import.
 */
const root = resolve(import.meta.dirname, '../..')
const which = process.argv[2] ?? 'speed'
const vite = await createServer({
  root,
  configFile: false,
  appType: 'custom',
  logLevel: 'error',
  server: { middlewareMode: true, hmr: false, ws: false, watch: null },
  optimizeDeps: { noDiscovery: true },
})
try {
  const bench = (await vite.ssrLoadModule(`/test/bench/${which}.ts`)) as { run(args: string[]): Promise<void> }
  await bench.run(process.argv.slice(3))
} finally {
  await vite.close()
}
