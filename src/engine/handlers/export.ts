import { extname, join } from 'node:path'
import type { Engine } from '../../shared/engine.ts'
import { codeOf } from '../../shared/errors.ts'
import type { Handlers, OutputOf } from '../../shared/rpc/contract.ts'
import type { Catalog } from '../catalog/catalog.ts'
import { explained } from '../catalog/sqlite-errors.ts'
import { estimateExport } from '../export/estimate.ts'
import { exportAlbumFile } from '../export/export-album-file.ts'
import { type ExportNeeds, exportRestorations } from '../export/export-restorations.ts'
import { filmChoices } from '../film/export-film.ts'
import type { Grants } from '../grants.ts'

type ExportMethods = Extract<keyof Engine, `export.${string}`>

export function exportHandlers(
  needs: ExportNeeds & { readonly grants: Grants },
): Pick<Handlers<Engine>, ExportMethods> {
  const pathOf = (folder: string | null) => (folder === null ? null : (needs.grants.pathsOf([folder])[0] ?? null))
  return {
    'export.run': ({ restorations, options, folder }, { signal, emit }) =>
      exportRestorations(needs, { restorations, options, folder: pathOf(folder), signal, onProgress: emit }),
    'export.film': ({ restorationId }) => filmChoicesOf(needs.catalog, restorationId),
    'export.estimate': ({ restorations, options }) =>
      explained(() => estimateExport(needs.catalog, restorations, options)),
    'export.album': ({ folder, ...album }, { signal, emit }) =>
      exportAlbumFile(needs, { ...album, folder: pathOf(folder), signal, onProgress: emit }),
  }
}

/** Without ffmpeg a film can still be copied as it is. */
async function filmChoicesOf(catalog: Catalog, id: string): Promise<OutputOf<Engine['export.film']>> {
  const file = join(catalog.library.root, catalog.restorations.need(id).file)
  const ending = extname(file).slice(1)
  try {
    return { ...(await filmChoices(file)), ending }
  } catch (error) {
    if (codeOf(error) === 'environment-lacks') return { forms: ['as-is'], tracks: [], ending }
    throw error
  }
}
