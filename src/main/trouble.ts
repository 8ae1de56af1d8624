import { app, type BrowserWindow, dialog, type RenderProcessGoneDetails } from 'electron'
import type { Log } from './log.ts'
import type { Words } from './words.ts'

/**
 * What to do when the process of a page has ended: nothing when it was meant to, `reload` when the system only wanted
 * its memory, else `ask`.
 */
export function afterPageGone(reason: RenderProcessGoneDetails['reason']): 'nothing' | 'reload' | 'ask' {
  switch (reason) {
    case 'clean-exit':
      return 'nothing'
    case 'memory-eviction':
      return 'reload'
    case 'abnormal-exit':
    case 'killed':
    case 'crashed':
    case 'oom':
    case 'launch-failed':
    case 'integrity-failure':
      return 'ask'
  }
}

/** Offers to open the page again when it crashed. The engine and the work in progress are in another process. */
export function watchPage(window: BrowserWindow, words: Words['trouble'], log: Log): void {
  window.webContents.on('render-process-gone', (_, { reason, exitCode }) => {
    log.warn(`the page is gone: ${reason}, ${exitCode}`)
    const next = afterPageGone(reason)
    if (next === 'reload') window.webContents.reload()
    if (next === 'ask') void askForReload(window, words)
  })
}

async function askForReload(window: BrowserWindow, words: Words['trouble']): Promise<void> {
  const again = await ask(words.pageGone, words.pageGoneDetail, [words.openAgain, words.quit])
  if (!again) app.quit()
  else if (!window.isDestroyed()) window.webContents.reload()
}

/**
 * Says that the engine keeps ending; resolves with whether to try once more.
 * @param reason why it ended: an exit code, or a sentence of its own
 */
export function askAboutEngine(words: Words['trouble'], reason: string, logFile: string): Promise<boolean> {
  const detail = words.engineFailingDetail.replace('{reason}', () => reason).replace('{log}', () => logFile)
  return ask(words.engineFailing, detail, [words.tryAgain, words.quit])
}

async function ask(message: string, detail: string, [yes, no]: [string, string]): Promise<boolean> {
  const options = { type: 'error' as const, message, detail, buttons: [yes, no], defaultId: 0, cancelId: 1 }
  return (await dialog.showMessageBox(options)).response === 0
}
