import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { AppError } from '../../shared/errors.ts'

type Environment = Readonly<Record<string, string | undefined>>

export interface RequestOptions {
  readonly headers: Readonly<Record<string, string>>
  readonly signal?: AbortSignal | undefined
  /** Where the proxy is read from: `HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`. */
  readonly env?: Environment
  /** A server that says nothing for so long is gone. */
  readonly idleMs: number
}

const REDIRECTS = 5
const isLoopback = ({ hostname }: URL): boolean => /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(hostname)

/**
 * Opens an address that the user asked for. Follows a few redirects; nothing is ever fetched in the clear, except from
 * this computer itself.
 * @returns the answer, unread
 * @throws AppError `download-failed`, `invalid-input` for an address that is not https
 */
export async function openUrl(address: string, options: RequestOptions): Promise<IncomingMessage> {
  let url = new URL(address)
  for (let hop = 0; hop <= REDIRECTS; hop++) {
    requireSafe(url)
    const answer = await send(url, options)
    const { statusCode = 0 } = answer
    const { location } = answer.headers
    if (![301, 302, 303, 307, 308].includes(statusCode) || location === undefined) return answer
    answer.destroy()
    url = new URL(location, url)
  }
  throw failed(`${new URL(address).host} sends from one address to the next without end.`)
}

function requireSafe(url: URL): void {
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url))) return
  throw new AppError('invalid-input', `Nothing is downloaded from ${url.host}: the connection would not be encrypted.`)
}

/** A failure that may be gone the next time. */
export const failed = (sentence: string, cause?: unknown): AppError =>
  new AppError('download-failed', `The download did not succeed: ${sentence}`, {}, { cause })

function send(url: URL, { headers, signal, env = process.env, idleMs }: RequestOptions): Promise<IncomingMessage> {
  // A proxy cannot reach this computer under the name it has for itself.
  const proxy = isLoopback(url) ? {} : { proxyEnv: upperAndLower(env) }
  const secure = url.protocol === 'https:'
  const agent = secure ? new HttpsAgent(proxy) : new HttpAgent(proxy)
  const open = secure ? httpsRequest : httpRequest
  return new Promise((resolve, reject) => {
    const request = open(url, { headers, agent, signal }, resolve)
    request.setTimeout(idleMs, () => request.destroy(new Error('no answer')))
    request.on('error', (error) => reject(signal?.aborted ? error : failed(`${url.host} cannot be reached.`, error)))
    request.end()
  })
}

const NAMES = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'] as const
const upperAndLower = (env: Environment) =>
  Object.fromEntries(
    NAMES.flatMap((name) => {
      const value = env[name] || env[name.toLowerCase()]
      return value ? [[name, value]] : []
    }),
  )
