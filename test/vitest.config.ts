import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'

const root = resolve(import.meta.dirname, '..')

/** `unit`: beside the modules, no build needed. `across`: whole processes, run against `out/` (built by `npm test`). */
export default defineConfig({
  root,
  test: {
    // Vitest leaves a core free, which on two of them is half of the computer.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        root,
        test: { name: 'unit', include: ['src/**/*.test.ts', 'src/**/*.test.tsx'], testTimeout: 30_000, pool: 'forks' },
      },
      {
        root,
        test: {
          name: 'across',
          include: ['test/{contract,security,repo,golden,process,cli}/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
          pool: 'forks',
        },
      },
    ],
  },
})
