import { spawn } from 'node:child_process'

/** How this system opens an address; undefined where there is nothing to open it with. */
export function opener(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
): { readonly command: string; readonly args: readonly string[] } | undefined {
  if (platform === 'darwin') return { command: 'open', args: [] }
  // `start` is a word of cmd.exe, which would take `&` in an address for its own; rundll32 takes no such liberties.
  if (platform === 'win32') return { command: 'rundll32.exe', args: ['url.dll,FileProtocolHandler'] }
  return env.DISPLAY || env.WAYLAND_DISPLAY ? { command: 'xdg-open', args: [] } : undefined
}

/** Opens an address in the user's browser. @returns false when that was not possible; the address is printed anyway */
export function openBrowser(address: string): Promise<boolean> {
  const how = opener(process.platform, process.env)
  if (!how) return Promise.resolve(false)
  return new Promise((resolve) => {
    const child = spawn(how.command, [...how.args, address], { stdio: 'ignore', detached: true })
    child.once('error', () => resolve(false))
    child.once('spawn', () => {
      child.unref()
      resolve(true)
    })
  })
}
