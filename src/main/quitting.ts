import { app, BrowserWindow } from 'electron'
import type { Log } from './log.ts'

/** Holds quitting back, with the windows gone from sight, until the engine has finished what it had in hand. */
export function stopBeforeQuitting(stop: () => Promise<void>, log: Log): void {
  let state: 'open' | 'stopping' | 'stopped' = 'open'
  const leave = () => {
    state = 'stopped'
    app.quit()
  }
  app.on('before-quit', (event) => {
    if (state === 'stopped') return
    event.preventDefault()
    if (state === 'stopping') return
    state = 'stopping'
    for (const window of BrowserWindow.getAllWindows()) window.hide()
    stop()
      .catch((error: unknown) => log.error(error, 'stopping the engine'))
      .finally(leave)
  })
}
