import { app, type Session, shell, type WebContents } from 'electron'
import { mayDownload } from './guards/downloads.ts'
import { openExternalLink } from './guards/external-links.ts'
import { decideNavigation } from './guards/navigation.ts'
import { mayUse } from './guards/permissions.ts'
import type { Log } from './log.ts'

/** To be called before anything may load: guards every page from the moment it comes to be, whoever makes it. */
export function installGuards(log: Log): void {
  const guarded = new WeakSet<Session>()
  app.on('web-contents-created', (_, contents) => {
    guardContents(contents, log)
    if (guarded.has(contents.session)) return
    guarded.add(contents.session)
    guardSession(contents.session)
  })
}

function guardContents(contents: WebContents, log: Log): void {
  const leave = (address: string) => {
    if (!openExternalLink(address, (link) => void shell.openExternal(link))) log.warn('a link was refused')
  }
  const guard = (details: { readonly url: string; preventDefault(): void }) => {
    if (decideNavigation(details.url) !== 'stay') details.preventDefault()
  }
  contents.on('will-navigate', (details) => {
    guard(details)
    if (decideNavigation(details.url) === 'outside') leave(details.url)
  })
  contents.on('will-frame-navigate', guard)
  contents.on('will-redirect', guard)
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    leave(url)
    return { action: 'deny' }
  })
}

function guardSession(session: Session): void {
  session.setPermissionRequestHandler((_, permission, callback, { isMainFrame, requestingUrl }) =>
    callback(isMainFrame && mayUse(permission, requestingUrl)),
  )
  session.setPermissionCheckHandler((_, permission, origin) => mayUse(permission, origin))
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_, callback) => callback(null))
  session.setSpellCheckerEnabled(false)
  session.on('will-download', (event, item) => {
    if (!mayDownload(item.getURL())) event.preventDefault()
  })
  // The studio works offline: whatever a page may try, nothing of it reaches a network or the disk.
  const elsewhere = { urls: ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'file://*/*'] }
  session.webRequest.onBeforeRequest(elsewhere, (_, callback) => callback({ cancel: true }))
}
