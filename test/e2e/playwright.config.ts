import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'

/** The system's Chromium where there is one (Debian, CI); otherwise the one that Playwright manages. */
const system = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path))

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
    viewport: { width: 1440, height: 900 },
    colorScheme: 'dark',
    locale: 'en-GB',
    trace: 'retain-on-failure',
    launchOptions: { ...(system ? { executablePath: system } : {}), args: ['--no-sandbox'] },
  },
})
