import { extname } from 'node:path'

/** The only types that are served. A file of another kind does not exist as far as a page is concerned. */
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.gif': 'image/gif',
  '.tif': 'image/tiff',
  '.tiff': 'image/tiff',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.mp4': 'video/mp4',
  '.webm': 'video/webm',
  '.zip': 'application/zip',
  '.pdf': 'application/pdf',
}

export const typeOf = (file: string): string | undefined => types[extname(file).toLowerCase()]

/** What an asset may be: pictures, films, albums. Never markup or script, whatever the engine says. */
export const isAssetType = (type: string): boolean =>
  /^(image\/(png|jpeg|webp|avif|gif|tiff)|video\/(mp4|webm)|application\/(zip|pdf|json)(; charset=utf-8)?)$/.test(type)

export interface CspOptions {
  /** The style nonce of this response; none where no page is served. */
  readonly nonce?: string
  /** Where the page may open its sockets in the browser door: `ws://127.0.0.1:4711`. */
  readonly socket?: string
}

export function contentSecurityPolicy({ nonce, socket }: CspOptions): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    nonce ? `style-src 'self' 'nonce-${nonce}'` : "style-src 'self'",
    "img-src 'self' blob:",
    "media-src 'self' blob:",
    socket ? `connect-src 'self' ${socket}` : "connect-src 'self'",
    "font-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ')
}

/** `attachment` with the name for old readers and, encoded as RFC 5987 wants it, the real one. */
export function attachment(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const encoded = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`
}

export interface ByteRange {
  readonly start: number
  /** Inclusive. */
  readonly end: number
}

/**
 * The one range asked for. Undefined: send everything (no range, several ranges, another unit, nonsense), as RFC 9110
 * allows; `unsatisfiable`: answer 416.
 */
export function parseRange(header: string | null, size: number): ByteRange | 'unsatisfiable' | undefined {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '')
  const [, from = '', to = ''] = match ?? []
  if (from === '' && to === '') return undefined
  if (from === '') {
    const count = Math.min(Number(to), size)
    return count === 0 ? 'unsatisfiable' : { start: size - count, end: size - 1 }
  }
  const start = Number(from)
  const end = to === '' ? size - 1 : Math.min(Number(to), size - 1)
  if (to !== '' && Number(to) < start) return undefined
  return start >= size ? 'unsatisfiable' : { start, end }
}

/** True when a copy with `etag` satisfies `If-None-Match`. */
export const matchesEtag = (header: string | null, etag: string): boolean =>
  (header?.split(',') ?? []).some((known) => known.trim() === '*' || known.trim().replace(/^W\//, '') === etag)
