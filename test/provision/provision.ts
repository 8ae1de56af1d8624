import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** What the tests need beside npm packages, and where it may be found. */
interface Need {
  readonly what: string
  readonly names: readonly string[]
  readonly debian: readonly string[]
}

const chromium: Need = {
  what: 'Chromium',
  names: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
  debian: ['chromium', 'fonts-dejavu-core', 'fonts-noto-cjk'],
}
const ffmpeg: Need = { what: 'ffmpeg', names: ['ffmpeg'], debian: ['ffmpeg'] }

export function findProgram(names: readonly string[], path = process.env.PATH ?? ''): string | undefined {
  const folders = path.split(delimiter).filter(Boolean)
  const ending = process.platform === 'win32' ? '.exe' : ''
  return folders.flatMap((folder) => names.map((name) => join(folder, name + ending))).find((file) => existsSync(file))
}

/** The browser of the end-to-end tests: the one named by the environment, of the system, or Playwright's own. */
export async function findChromium(): Promise<string | undefined> {
  const named = process.env.DAGUERRE_CHROMIUM
  if (named && existsSync(named)) return named
  const system = findProgram(chromium.names)
  if (system) return system
  const { chromium: playwright } = await import('playwright-core')
  const own = playwright.executablePath()
  return existsSync(own) ? own : undefined
}

const isDebian = () =>
  existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get') && !/ubuntu/i.test(readOsRelease())
const readOsRelease = () => (existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '')

const succeeds = (program: string, args: readonly string[]) =>
  spawnSync(program, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  }).status === 0

/** Installs Debian packages where we are root on Debian. */
function installFromDebian(need: Need): boolean {
  if (!isDebian() || process.getuid?.() !== 0) return false
  console.log(`Installing ${need.what} from Debian's packages ...`)
  return (
    succeeds('apt-get', ['update', '-qq']) &&
    succeeds('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...need.debian])
  )
}

/**
 * Makes sure that the tests have a browser and ffmpeg.
 * @returns sentences about what could not be had; empty when all is there
 */
export async function provision(): Promise<string[]> {
  const lacking: string[] = []
  if (!(await findChromium())) {
    installFromDebian(chromium)
    // Playwright brings a browser of its own where there are no Debian packages.
    if (!(await findChromium())) succeeds('npx', ['playwright', 'install', 'chromium'])
    if (!(await findChromium()))
      lacking.push(
        'Chromium is missing and could not be installed: install it, or set DAGUERRE_CHROMIUM to its program file.',
      )
  }
  if (!findProgram(ffmpeg.names)) {
    installFromDebian(ffmpeg)
    if (!findProgram(ffmpeg.names))
      lacking.push(
        'ffmpeg is missing and could not be installed: install it with your package manager (tests with films need it).',
      )
  }
  return lacking
}
