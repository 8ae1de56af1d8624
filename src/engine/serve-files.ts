import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { AppError } from '../shared/errors.ts'
import { confine, decodePath } from './files/confine.ts'
import { attachment, contentSecurityPolicy, isAssetType, typeOf } from './files/headers.ts'
import { sendFile } from './files/respond.ts'

export interface Located {
  /** Relative to the library. */
  readonly file: string
  readonly type: string
  /** Given for a download. */
  readonly downloadName: string | null
}

export interface FilesOptions {
  /** Folder of the library: no asset is read from anywhere else. */
  readonly library: string
  /** Folder of the built page. */
  readonly page: string
  /** Asks the engine for an asset, which may have to be made first. */
  readonly locate: (asset: string) => Promise<Located>
  /** Where the page may open sockets; only the browser door has one. */
  readonly socket?: string
}

export type Serve = (request: Request) => Promise<Response>

const ASSET = '/asset/'
const FOREVER = 'private, max-age=31536000, immutable'

/**
 * Answers for the page and for pictures, in `app://studio/` and on loopback alike. It runs in the shell process, so it
 * touches files only; what has to be made is made by the engine, through `locate`.
 */
export function serveFiles(options: FilesOptions): Serve {
  return async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return refusal(options, 405, 'Only reading is possible here.', { allow: 'GET, HEAD' })
    }
    try {
      const { pathname, searchParams } = new URL(request.url)
      const found = pathname.startsWith(ASSET)
        ? await asset(options, request, pathname.slice(ASSET.length), searchParams.has('v'))
        : await page(options, request, pathname)
      return found ?? refusal(options, 404, 'There is nothing here.')
    } catch (error) {
      return failure(options, error)
    }
  }
}

async function asset(options: FilesOptions, request: Request, address: string, versioned: boolean) {
  // The address keeps its encoding: `shared/assets.ts` decodes the key, once, in the engine.
  if (decodePath(address) === undefined) return undefined
  const { file, type, downloadName } = await options.locate(address)
  const path = isAssetType(type) ? await confine(options.library, file) : undefined
  if (!path) return undefined
  const headers = safeHeaders(options)
  headers.set('cache-control', versioned || isResult(address) ? FOREVER : 'private, no-cache')
  if (downloadName !== null) headers.set('content-disposition', attachment(downloadName))
  return sendFile(request, { file: path, type, headers })
}

/** Restorations never change once they are made; the rendition of an original may, with its file. */
const isResult = (address: string): boolean => address.startsWith('r-')

async function page(options: FilesOptions, request: Request, pathname: string) {
  if (pathname === '/' || pathname === '/index.html') return indexPage(options, request)
  const path = decodePath(pathname.slice(1))
  const type = path === undefined ? undefined : typeOf(path)
  const file = path !== undefined && type ? await confine(options.page, path) : undefined
  if (!file || !type || type.startsWith('text/html')) return undefined
  const headers = safeHeaders(options)
  headers.set('cache-control', isHashed(pathname) ? FOREVER : 'no-cache')
  return sendFile(request, { file, type, headers })
}

/** `assets/index-BxK9f2Qa.js`: the bundler puts a hash of the content into the name. */
const isHashed = (pathname: string): boolean => /^\/assets\/.+-[\w-]{8}\.\w+$/.test(pathname)

/** Puts this response's nonce wherever the page holds the place for it: nothing else may add a style. */
async function indexPage(options: FilesOptions, request: Request): Promise<Response | undefined> {
  const file = await confine(options.page, 'index.html')
  if (!file) return undefined
  const nonce = randomBytes(18).toString('base64url')
  const text = (await readFile(file, 'utf8')).replaceAll('%CSP_NONCE%', nonce)
  const headers = safeHeaders(options, nonce)
  headers.set('content-type', 'text/html; charset=utf-8')
  headers.set('cache-control', 'no-store')
  headers.set('content-length', String(Buffer.byteLength(text)))
  return new Response(request.method === 'HEAD' ? null : text, { headers })
}

function safeHeaders({ socket }: FilesOptions, nonce?: string): Headers {
  return new Headers({
    'content-security-policy': contentSecurityPolicy({ ...(nonce && { nonce }), ...(socket && { socket }) }),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
  })
}

function refusal(options: FilesOptions, status: number, text: string, more: Record<string, string> = {}): Response {
  const headers = safeHeaders(options)
  headers.set('content-type', 'text/plain; charset=utf-8')
  headers.set('cache-control', 'no-store')
  for (const [name, value] of Object.entries(more)) headers.set(name, value)
  return new Response(text, { status, headers })
}

const statuses: Readonly<Record<string, number>> = {
  'not-found': 404,
  'file-missing': 404,
  'invalid-input': 404,
  disconnected: 503,
  'engine-crashed': 503,
  'catalog-busy': 503,
}

/** An expected error is told in its own sentence; any other would only give a path away. */
function failure(options: FilesOptions, error: unknown): Response {
  if (!(error instanceof AppError)) return refusal(options, 500, 'This could not be shown.')
  return refusal(options, statuses[error.code] ?? 500, error.message, { 'x-daguerre-error': error.code })
}
