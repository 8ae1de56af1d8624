import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Surroundings {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  /** The folder of Electron's npm package. */
  readonly electron: string
  readonly isRoot: boolean
}

export type Door =
  | { readonly door: 'electron'; readonly executable: string }
  | { readonly door: 'browser'; readonly because: string }

/**
 * Electron's executable, if it is here. Electron's own package must not be asked: it would begin to download when it
 * is not, and nothing is fetched from the network unless the user says so.
 */
export function findElectron({ platform, env, electron }: Surroundings): string | undefined {
  const pathFile = join(electron, 'path.txt')
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : undefined
  const folder = env.ELECTRON_OVERRIDE_DIST_PATH || (name ? join(electron, 'dist') : undefined)
  if (!folder) return undefined
  const executable = join(folder, name || usualName(platform))
  return existsSync(executable) ? executable : undefined
}

function usualName(platform: NodeJS.Platform): string {
  if (platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron'
  return platform === 'win32' ? 'electron.exe' : 'electron'
}

/** Switches that only the browser door knows. */
const browserSwitches = ['--browser', '--port', '--no-open', '--stop-when-idle']

/** The desktop window where it can open, else the browser, with the reason in a few words. */
export function chooseDoor(args: readonly string[], around: Surroundings): Door {
  const asked = args.find((arg) => browserSwitches.some((known) => arg === known || arg.startsWith(`${known}=`)))
  if (asked) return { door: 'browser', because: `asked for by ${asked.split('=', 1)[0]}` }
  const executable = findElectron(around)
  if (!executable) {
    return { door: 'browser', because: "Electron's runtime is not installed; npx install-electron would fetch it" }
  }
  if (around.platform === 'linux') {
    if (!around.env.DISPLAY && !around.env.WAYLAND_DISPLAY) return { door: 'browser', because: 'there is no display' }
    if (around.isRoot) return { door: 'browser', because: 'Electron does not run as root' }
  }
  return { door: 'electron', executable }
}
