import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

/** What a request tells of itself, as far as deciding goes. */
export interface Knock {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
}

export type Verdict =
  | { readonly ok: true }
  | { readonly ok: false; readonly status: 400 | 401 | 403; readonly why: string }

const yes: Verdict = { ok: true }
const no = (status: 400 | 401 | 403, why: string): Verdict => ({ ok: false, status, why })

/** What only the page we opened may reach; everything else is the page itself, which holds nothing private. */
const isPrivate = (path: string): boolean => /^\/(asset|upload|rpc|host)(\/|$)/.test(path)

/**
 * Who may come in. The address alone must not be enough: any web page can make a browser call 127.0.0.1, and a host
 * name can be made to point there (DNS rebinding). So the Host must be ours, the Origin, where one is told, must be
 * ours, the request must come from our own page, and it must carry the cookie that the one-time token was given for.
 */
export interface Access {
  judge(knock: Knock): Verdict
  /** A fresh one-time token for a URL fragment. */
  token(): string
  /** The cookie for a token; undefined when the token is unknown or has been used. */
  redeem(token: string): string | undefined
  knows(headers: IncomingHttpHeaders): boolean
}

export function access(port: number): Access {
  const host = `127.0.0.1:${port}`
  const origin = `http://${host}`
  // Cookies do not tell ports apart: two studios on one computer need names of their own.
  const cookieName = `daguerre-${port}`
  const session = randomBytes(32).toString('base64url')
  const tokens = new Set<string>()

  const knows = (headers: IncomingHttpHeaders): boolean => {
    const value = cookie(headers.cookie ?? '', cookieName)
    return value !== undefined && same(value, session)
  }

  return {
    judge: ({ method, path, headers }) => {
      if (headers.host !== host) return no(403, 'This address is not served here.')
      if (headers.origin !== undefined && headers.origin !== origin) return no(403, 'Another site may not ask this.')
      const writes = method !== 'GET' && method !== 'HEAD'
      const upgrades = headers.upgrade !== undefined
      if ((writes || upgrades) && headers.origin !== origin) return no(403, 'Only the studio itself may ask this.')
      if (!isPrivate(path)) return yes
      const site = headers['sec-fetch-site']
      if (site !== undefined && site !== 'same-origin' && site !== 'none')
        return no(403, 'Another site may not ask this.')
      return knows(headers) ? yes : no(401, 'Open the studio by the address that Daguerre printed.')
    },
    token: () => {
      const token = randomBytes(24).toString('base64url')
      tokens.add(digest(token))
      return token
    },
    redeem: (token) =>
      tokens.delete(digest(token)) ? `${cookieName}=${session}; HttpOnly; SameSite=Strict; Path=/` : undefined,
    knows,
  }
}

/** Tokens are looked up by hash, so that the time a look-up takes tells nothing of them. */
const digest = (token: string): string => createHash('sha256').update(token).digest('base64url')

function same(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(digest(left)), Buffer.from(digest(right))]
  return timingSafeEqual(a, b)
}

function cookie(header: string, name: string): string | undefined {
  for (const part of header.split(';')) {
    const [key, value] = part.trim().split('=', 2)
    if (key === name) return value
  }
  return undefined
}
