import { app, BrowserWindow, shell as desktop, Menu, type WebContents } from 'electron'
import { serveFiles } from '../engine/serve-files.ts'
import type { Client } from '../shared/rpc/client.ts'
import type { Shell } from '../shared/shell.ts'
import { pickerOf } from './dialogs.ts'
import { openDoors } from './doors.ts'
import type { EngineChild } from './engine-child.ts'
import { hostHandlers } from './host.ts'
import { keepEngine } from './keep-engine.ts'
import type { Log } from './log.ts'
import { menuTemplate } from './menu-template.ts'
import { type Places, placesIn } from './places.ts'
import { handleAppScheme } from './protocol.ts'
import { stopBeforeQuitting } from './quitting.ts'
import { languageInSettings } from './settings-language.ts'
import { askAboutEngine, watchPage } from './trouble.ts'
import { createWatchers, type Watchers } from './watchers.ts'
import { openWindow } from './window.ts'
import { pickLanguage, type Words, words } from './words.ts'
import { watchWork } from './work-watch.ts'

export interface StudioNeeds {
  /** Folder of the library; the engine makes it. */
  readonly library: string
  readonly log: Log
  readonly logFile: string
}

export interface Studio {
  /** Brings the window to the front, or opens one. */
  show(): void
  /** Imports files that were opened with Daguerre. */
  openFiles(paths: readonly string[]): void
}

/** Puts the parts together. Electron must be ready. */
export function startStudio({ library, log, logFile }: StudioNeeds): Studio {
  const [preferred = 'en'] = app.getPreferredSystemLanguages()
  let say = words[pickLanguage(app.getPreferredSystemLanguages())]
  const places = placesIn(app.getAppPath())
  const watchers = createWatchers()
  const onRunning = async (child: EngineChild) => {
    const language = await languageInSettings(child)
    if (language) say = words[language]
    installMenu(say, watchers)
    await watchWork(child)
  }
  const onGivenUp = (reason: string) => askAboutEngine(say.trouble, reason, logFile)
  const engine = keepEngine({ entry: places.engine, library, log, onRunning, onGivenUp, quit: () => app.quit() })
  const ask: Client<Shell> = async (...call) => (await engine.current()).shell(...call)
  const grant = async (paths: string[]) => (await ask('grants.issue', { paths })).grants

  const locate = (asset: string) => ask('assets.locate', { asset })
  handleAppScheme(serveFiles({ library, page: places.page, locate }), log)
  const host = (contents: WebContents) =>
    hostHandlers({
      page: contents.id,
      language: preferred,
      shell: ask,
      watchers,
      pick: (what) => {
        const window = BrowserWindow.fromWebContents(contents)
        return window ? pickerOf(window, say.dialogs)(what) : Promise.resolve([])
      },
      showInFolder: (path) => desktop.showItemInFolder(path),
    })
  openDoors({ engine: () => engine.current(), host, grant, log })
  installMenu(say, watchers)
  stopBeforeQuitting(() => engine.stop(), log)
  return {
    show: () => showWindow(places, say, log),
    openFiles: (paths) => {
      if (paths.length === 0) return
      grant([...paths]).then(
        (grants) => watchers.opened(grants),
        (error: unknown) => log.error(error, 'opening files'),
      )
    },
  }
}

function installMenu(say: Words, watchers: Watchers): void {
  const choose = (command: string) => {
    const window = BrowserWindow.getFocusedWindow()
    if (window) watchers.command(window.webContents.id, command)
  }
  const options = { words: say, mac: process.platform === 'darwin', development: !app.isPackaged, choose }
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(options)))
}

function showWindow(places: Places, say: Words, log: Log): void {
  const [window] = BrowserWindow.getAllWindows()
  if (!window) {
    watchPage(openWindow(places, log), say.trouble, log)
    return
  }
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}
