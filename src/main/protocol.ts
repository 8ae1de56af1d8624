import { type CustomScheme, protocol } from 'electron'
import { isOurs } from './guards/navigation.ts'
import type { Log } from './log.ts'

/** A secure origin of its own with fetch and streams; nothing that would get round the content security policy. */
export const appScheme: CustomScheme = {
  scheme: 'app',
  privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true },
}

/** Before Electron is ready: afterwards schemes are settled. */
export const registerAppScheme = (): void => protocol.registerSchemesAsPrivileged([appScheme])

export type ServeFiles = (request: Request) => Promise<Response>

/** `app://studio/` and nothing beside it; a failure is told without its inside. */
export function appHandler(serveFiles: ServeFiles, log: Log): ServeFiles {
  return async (request) => {
    if (!isOurs(request.url)) return new Response(null, { status: 404 })
    try {
      return await serveFiles(request)
    } catch (error) {
      log.error(error, 'serving a file')
      return new Response(null, { status: 500 })
    }
  }
}

export const handleAppScheme = (serveFiles: ServeFiles, log: Log): void =>
  protocol.handle(appScheme.scheme, appHandler(serveFiles, log))
