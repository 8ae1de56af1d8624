import { basename } from 'node:path'
import { AppError } from '../shared/errors.ts'
import type { Host } from '../shared/host.ts'
import type { Client } from '../shared/rpc/client.ts'
import type { Handlers, InputOf } from '../shared/rpc/contract.ts'
import type { Shell } from '../shared/shell.ts'
import { mayReveal } from './guards/messages.ts'
import type { Watchers } from './watchers.ts'

export interface HostNeeds {
  /** The page these handlers belong to. */
  readonly page: number
  readonly language: string
  readonly shell: Client<Shell>
  readonly watchers: Watchers
  /** Shows a dialog. @returns absolute paths, none when the user changed their mind */
  readonly pick: (what: InputOf<Host['host.pick-originals']>['what'] | 'destination') => Promise<string[]>
  readonly showInFolder: (path: string) => void
}

/** What a page may ask of Electron. Paths stay on this side: a page gets grants. */
export function hostHandlers(needs: HostNeeds): Handlers<Host> {
  const grant = async (paths: string[]) =>
    paths.length === 0 ? [] : (await needs.shell('grants.issue', { paths })).grants
  return {
    'host.info': () => ({
      door: 'electron',
      platform: process.platform,
      language: needs.language,
      capabilities: { dialogs: true, reveal: true },
    }),
    'host.pick-originals': async ({ what }) => ({ grants: await grant(await needs.pick(what)) }),
    'host.pick-folder': async () => {
      const [path] = await needs.pick('destination')
      if (path === undefined) return { grant: null, name: '' }
      const [issued] = await grant([path])
      return { grant: issued ?? null, name: basename(path) || path }
    },
    'host.reveal': async (what) => {
      const { path } = await needs.shell('files.reveal', what)
      if (!mayReveal(path)) throw new AppError('no-permission', 'Files on other computers cannot be shown from here.')
      needs.showInFolder(path)
      return null
    },
    'host.watch': (_, { emit, signal }) => needs.watchers.watch(needs.page, emit, signal),
  }
}
