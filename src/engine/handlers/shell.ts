import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import type { Handlers } from '../../shared/rpc/contract.ts'
import type { Shell } from '../../shared/shell.ts'
import type { Catalog } from '../catalog/catalog.ts'
import { originalFile } from '../catalog/verify.ts'
import { isInside } from '../files/confine.ts'
import type { Grants } from '../grants.ts'
import type { Located } from '../serve-files.ts'
import { beginUpload } from '../uploads.ts'

export interface ShellDeps {
  readonly catalog: Catalog
  readonly grants: Grants
  readonly locate: (asset: string) => Promise<Located>
  /** Ends the engine in good order; the process follows. */
  readonly stop: () => Promise<void>
}

/** What only the shell may ask: paths go in and out here, and nowhere else. */
export const shellHandlers = ({ catalog, grants, locate, stop }: ShellDeps): Handlers<Shell> => ({
  'grants.issue': ({ paths }) => ({ grants: grants.issue(paths) }),
  'assets.locate': ({ asset }) => locate(asset),
  'files.reveal': async ({ kind, id, folder }) => {
    if (kind === 'original') return { path: await originalFile(catalog, id) }
    const [chosen = catalog.library.exports] = grants.pathsOf(folder === null ? [] : [folder])
    return { path: exportedFile(chosen, id) }
  },
  'uploads.begin': async ({ name }) => ({ path: await beginUpload(catalog.library.originals, name) }),
  'engine.stop': async () => {
    await stop()
    return null
  },
})

/** What lies in the folder itself: a name that leads elsewhere is none of an export. */
function exportedFile(folder: string, name: string): string {
  const path = join(folder, name)
  if (basename(name) === name && isInside(folder, path) && existsSync(path)) return path
  throw new AppError('file-missing', 'This export is not there any more.', { name })
}
