import type { Engine } from '../../shared/engine.ts'
import type { Handlers } from '../../shared/rpc/contract.ts'
import { type ExportNeeds, exportRestorations } from '../export/export-restorations.ts'
import type { Grants } from '../grants.ts'

export const exportHandlers = (
  needs: ExportNeeds & { readonly grants: Grants },
): Pick<Handlers<Engine>, 'export.run'> => ({
  'export.run': ({ restorations, options, folder }, { signal, emit }) => {
    const [path] = folder === null ? [] : needs.grants.pathsOf([folder])
    return exportRestorations(needs, { restorations, options, folder: path ?? null, signal, onProgress: emit })
  },
})
