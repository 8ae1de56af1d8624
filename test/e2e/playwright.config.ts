import { defineConfig } from '@playwright/test'
import { findChromium } from '../provision/provision.ts'

const executablePath = await findChromium()

/**
 * The studio as a user meets it in the browser door: every test starts the built server (`out/main/server.js`) with a
 * library of its own. Build first: `npm run build`.
 */
export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results',
  fullyParallel: false,
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  use: {
    // A click that finds nothing fails soon, not when the whole test runs out of time.
    actionTimeout: 20_000,
    viewport: { width: 1440, height: 900 },
    colorScheme: 'dark',
    locale: 'en-GB',
    trace: 'retain-on-failure',
    launchOptions: { ...(executablePath === undefined ? {} : { executablePath }), args: ['--no-sandbox'] },
  },
})
