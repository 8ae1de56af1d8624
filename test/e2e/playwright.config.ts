import { defineConfig } from '@playwright/test'
import { findChromium } from '../provision/provision.ts'

const executablePath = await findChromium()
const alone = /(idle|states)\.spec\.ts$/

/**
 * The studio as a user meets it in the browser door: every test starts the built server (`out/main/server.js`) with a
 * library of its own. Build first: `npm run build`.
 */
export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results',
  fullyParallel: false,
  workers: 2,
  timeout: 180_000,
  expect: { timeout: 30_000 },
  // What measures the processor or the frames of a page runs by itself, afterwards: see `test/run.ts`.
  projects: [
    { name: 'together', testIgnore: alone },
    { name: 'alone', testMatch: alone },
  ],
  reporter: [['list']],
  use: {
    // A click that finds nothing fails soon, not when the whole test runs out of time.
    actionTimeout: 40_000,
    viewport: { width: 1440, height: 900 },
    colorScheme: 'dark',
    locale: 'en-GB',
    trace: 'retain-on-failure',
    launchOptions: { ...(executablePath === undefined ? {} : { executablePath }), args: ['--no-sandbox'] },
  },
})
