import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { app, BrowserWindow, nativeTheme, screen } from 'electron'
import { appAddress } from './guards/navigation.ts'
import type { Log } from './log.ts'
import type { Places } from './places.ts'
import { windowOptions } from './window-options.ts'
import { describe, place } from './window-state.ts'

/** Opens the studio where it was last; the page comes from `app://studio/`. */
export function openWindow({ preload, icon }: Places, log: Log): BrowserWindow {
  const file = join(app.getPath('userData'), 'window.json')
  const primary = screen.getPrimaryDisplay()
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id)
  const placement = place(
    read(file),
    [primary, ...others].map(({ workArea }) => workArea),
  )
  const window = new BrowserWindow(
    windowOptions({
      placement,
      dark: nativeTheme.shouldUseDarkColors,
      preload,
      icon,
      development: !app.isPackaged,
    }),
  )
  window.once('ready-to-show', () => {
    if (placement.maximized) window.maximize()
    window.show()
  })
  window.on('close', () => remember(file, describe(window.getNormalBounds(), window.isMaximized()), log))
  window.loadURL(appAddress).catch((error: unknown) => log.error(error, 'loading the page'))
  return window
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

/** Losing the place of a window is not worth a word to the user. */
function remember(file: string, text: string, log: Log): void {
  try {
    writeFileSync(`${file}.new`, text)
    renameSync(`${file}.new`, file)
  } catch (error) {
    log.error(error, 'remembering the window')
  }
}
