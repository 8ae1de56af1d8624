import { homedir } from 'node:os'
import { join } from 'node:path'
import { app } from 'electron'
import { z } from 'zod'
import { readCommandLine } from './guards/command-line.ts'
import { installGuards } from './install-guards.ts'
import { type Log, openLog } from './log.ts'
import { registerAppScheme } from './protocol.ts'
import { type Studio, startStudio } from './studio.ts'

/** What a second start hands to the first: read from its own arguments, because Chromium reorders those it forwards. */
const opening = z.object({ files: z.array(z.string().max(8192)).max(10_000) })

function main(): void {
  const line = readCommandLine(process.argv.slice(process.defaultApp ? 2 : 1), process.cwd())
  if (!app.requestSingleInstanceLock({ files: line.files })) {
    app.quit()
    return
  }

  const logFile = join(app.getPath('logs'), 'daguerre.log')
  const log = openLog(logFile, homedir())
  process.on('uncaughtException', (error) => log.error(error, 'uncaught'))
  process.on('unhandledRejection', (error) => log.error(error, 'unhandled'))
  // So that Windows shows one button on its task bar, that of the installed shortcut.
  if (process.platform === 'win32') app.setAppUserModelId('app.daguerre.Daguerre')
  app.enableSandbox()
  registerAppScheme()
  installGuards(log)

  const early: string[] = [...line.files]
  let studio: Studio | undefined
  const open = (files: readonly string[]) => {
    if (studio) studio.openFiles(files)
    else early.push(...files)
  }
  listen(open, () => studio?.show(), log)
  app
    .whenReady()
    .then(() => {
      studio = startStudio({ library: line.library ?? join(app.getPath('pictures'), 'Daguerre'), log, logFile })
      studio.openFiles(early)
      studio.show()
    })
    .catch((error: unknown) => {
      log.error(error, 'starting')
      app.exit(1)
    })
}

function listen(open: (files: readonly string[]) => void, show: () => void, log: Log): void {
  app.on('second-instance', (_, __, ___, data) => {
    const message = opening.safeParse(data)
    if (message.success) open(message.data.files)
    else log.warn('a second start sent nonsense')
    show()
  })
  // A Mac tells of opened files by event, and may do so before it is ready.
  app.on('open-file', (event, path) => {
    event.preventDefault()
    open([path])
  })
  app.on('activate', show)
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
}

main()
