import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { provision } from './provision/provision.ts'

/**
 * `npm test`: provisions what is missing, builds, then runs the unit tests, the tests across processes and the
 * end-to-end tests, and closes with one line that counts them all.
 */
const root = resolve(import.meta.dirname, '..')
const reports = mkdtempSync(join(tmpdir(), 'daguerre-tests-'))

interface Tally {
  passed: number
  failed: number
  skipped: number
}

const bin = (name: string) => join(root, 'node_modules', '.bin', process.platform === 'win32' ? `${name}.cmd` : name)

function run(name: string, args: readonly string[], env: Record<string, string> = {}): boolean {
  const result = spawnSync(bin(name), args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
    shell: process.platform === 'win32',
  })
  return result.status === 0
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

function vitest(tally: Tally): boolean {
  const file = join(reports, 'vitest.json')
  const ok = run('vitest', [
    'run',
    '--config',
    'test/vitest.config.ts',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ])
  const report = readJson(file) as
    | { numPassedTests: number; numFailedTests: number; numPendingTests: number }
    | undefined
  tally.passed += report?.numPassedTests ?? 0
  tally.failed += report?.numFailedTests ?? 1
  tally.skipped += report?.numPendingTests ?? 0
  return ok
}

/** What measures runs alone; everything else beside each other. */
const passes = { together: [], alone: ['--workers', '1'] } as const

function playwright(tally: Tally, project: keyof typeof passes): boolean {
  const file = join(reports, `${project}.json`)
  const config = ['--config', 'test/e2e/playwright.config.ts', '--reporter=list,json']
  const ok = run('playwright', ['test', ...config, '--project', project, ...passes[project]], {
    PLAYWRIGHT_JSON_OUTPUT_NAME: file,
  })
  const report = readJson(file) as { stats: { expected: number; unexpected: number; skipped: number } } | undefined
  tally.passed += report?.stats.expected ?? 0
  tally.failed += report?.stats.unexpected ?? 1
  tally.skipped += report?.stats.skipped ?? 0
  return ok
}

const lacking = await provision()
for (const sentence of lacking) console.error(sentence)
if (lacking.length > 0) process.exit(3)

const tally: Tally = { passed: 0, failed: 0, skipped: 0 }
const built = run('electron-vite', ['build', '--logLevel', 'warn'])
if (!built) tally.failed++
const unit = built && vitest(tally)
const together = built && playwright(tally, 'together')
const alone = built && playwright(tally, 'alone')
rmSync(reports, { recursive: true, force: true })
console.log(`\n${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped`)
process.exit(unit && together && alone && tally.failed === 0 ? 0 : 1)
