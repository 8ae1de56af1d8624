import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

const here = (path: string) => resolve(import.meta.dirname, path)

/**
 * `main` holds every Node entry: Electron's main process, the engine process with its worker, the loopback server and
 * the command line. Dependencies stay outside the bundles, so that native modules load from node_modules.
 */
export default defineConfig({
  main: {
    build: {
      target: 'node24',
      outDir: 'out/main',
      rolldownOptions: {
        input: {
          index: here('src/main/index.ts'),
          'engine-process': here('src/engine-process/index.ts'),
          'restoration-worker': here('src/engine/jobs/restoration-worker.ts'),
          server: here('src/server/index.ts'),
          cli: here('src/cli/index.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      // electron-vite takes nothing but a Node version here.
      target: 'node24',
      outDir: 'out/preload',
      rolldownOptions: {
        input: { index: here('src/preload/index.ts') },
        // A sandboxed preload must be one CommonJS file.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: here('src/renderer'),
    plugins: [react()],
    build: {
      target: 'chrome152',
      outDir: 'out/renderer',
      minify: true,
      // One bundle, read from the same disk: splitting it would only add requests.
      chunkSizeWarningLimit: 1500,
      // Inlined assets would be data: URLs, which the content security policy refuses.
      assetsInlineLimit: 0,
      rolldownOptions: { input: { index: here('src/renderer/index.html') } },
    },
  },
})
