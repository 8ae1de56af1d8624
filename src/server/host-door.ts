import { AppError } from '../shared/errors.ts'
import type { Host } from '../shared/host.ts'
import type { Handlers } from '../shared/rpc/contract.ts'

const lacking = (what: string) => new AppError('environment-lacks', `A browser window cannot ${what}.`, { what })

/** The browser's side of the host contract: what it cannot do is said in `capabilities` and, if asked all the same, as an error. */
export const browserHost = (language: string): Handlers<Host> => ({
  'host.info': () => ({
    door: 'browser',
    platform: process.platform,
    language,
    capabilities: { dialogs: false, reveal: false },
  }),
  'host.pick-originals': () => {
    throw lacking('open a dialog of the system; hand the pictures over instead')
  },
  'host.pick-folder': () => {
    throw lacking('choose a folder; exports are downloaded instead')
  },
  'host.reveal': () => {
    throw lacking('show a folder')
  },
  'host.watch': (_input, { signal }) =>
    new Promise((resolve) => {
      signal.addEventListener('abort', () => resolve(null), { once: true })
    }),
})

/** The language a browser likes best, as it says in `Accept-Language`; `en` when it says nothing we can read. */
export function preferredLanguage(header: string | undefined): string {
  const wishes = (header ?? '').split(',').map((part) => {
    const [tag = '', ...parameters] = part.trim().split(';')
    const quality = parameters
      .map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1])
      .find((q) => q !== undefined)
    return { tag, quality: Number(quality ?? 1) }
  })
  const readable = wishes.filter(({ tag, quality }) => /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(tag) && quality > 0)
  return readable.toSorted((a, b) => b.quality - a.quality)[0]?.tag ?? 'en'
}
