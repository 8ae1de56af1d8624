import type { Engine } from '../../shared/engine.ts'
import type { CallContext, Handlers } from '../../shared/rpc/contract.ts'
import type { Catalog } from '../catalog/catalog.ts'
import { importFiles } from '../catalog/import.ts'
import type { ImportMedia } from '../catalog/import-original.ts'
import { placesToLook, relinkOriginals } from '../catalog/relink.ts'
import { toOriginal, toRestoration } from '../catalog/rows.ts'
import { editRestoration } from '../catalog/sidecar.ts'
import { explained } from '../catalog/sqlite-errors.ts'
import { verifyOriginals } from '../catalog/verify.ts'
import { inPortions } from './in-portions.ts'

export interface CatalogDeps {
  readonly catalog: Catalog
  readonly media: ImportMedia
  /** Paths behind grants. Throws `grant-expired`. */
  readonly pathsOf: (grants: readonly string[]) => string[]
  /** Called before pictures go: their jobs must be stopped. */
  readonly beforeRemove?: (originalIds: readonly string[]) => Promise<void> | void
  /** Receives what should not have happened. */
  readonly log?: (error: unknown) => void
}

type CatalogMethods = Exclude<
  Extract<keyof Engine, `catalog.${string}` | `restorations.${string}`>,
  'catalog.timeline' | 'catalog.describe' | 'catalog.sample'
>

export function catalogHandlers(deps: CatalogDeps): Pick<Handlers<Engine>, CatalogMethods> {
  const { catalog, log } = deps
  /** Files of removed rows go in the background; what is left over goes at the next start. */
  const sweep = () => {
    catalog.doomed.deleteAll().catch((error: unknown) => log?.(error))
  }
  return {
    'catalog.import': ({ grants }, { signal, emit }) =>
      importFiles(catalog, {
        paths: deps.pathsOf(grants),
        media: deps.media,
        signal,
        onProgress: emit,
        ...(log && { onBug: log }),
      }),
    'catalog.list': (query) => explained(() => catalog.listing.list(query)),
    'catalog.counts': () => explained(() => catalog.listing.counts()),
    'catalog.get': ({ id }) =>
      explained(() => {
        const restorations = catalog.restorations.ofOriginal(id).map(toRestoration)
        return { original: toOriginal(catalog.originals.need(id), restorations), restorations }
      }),
    'catalog.edit': async ({ ids, ...wanted }, { signal }) => {
      const edit = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined))
      await inPortions(ids, signal, (some) => catalog.originals.edit(some, edit))
      return null
    },
    'catalog.remove': async ({ ids }, { signal }) => {
      await deps.beforeRemove?.(ids)
      await inPortions(ids, signal, (some) => catalog.remove.originals(some))
      sweep()
      return null
    },
    'catalog.verify': (_, { signal, emit }) => verifyOriginals(catalog, { signal, onProgress: emit }),
    'catalog.relink': async ({ folder }, { signal, emit }) => {
      const folders = folder === null ? placesToLook(catalog) : deps.pathsOf([folder])
      const { relinked, returned, missing } = await relinkOriginals(catalog, { folders, signal, onProgress: emit })
      return { relinked, returned, missing: missing.length }
    },
    'catalog.watch': (_, context) => watch(catalog, context),
    'restorations.edit': ({ id, name, note }) => {
      explained(() =>
        editRestoration(catalog, id, { ...(name !== undefined && { name }), ...(note !== undefined && { note }) }),
      )
      return null
    },
    'restorations.remove': ({ ids }) => {
      explained(() => catalog.remove.restorations(ids))
      sweep()
      return null
    },
  }
}

function watch(catalog: Catalog, { signal, emit }: CallContext<Engine['catalog.watch']>): Promise<null> {
  return new Promise((resolve) => {
    const stop = catalog.changes.watch(({ originals, restorations }) => {
      emit({ originals: [...originals], restorations: [...restorations] })
    })
    const end = () => {
      stop()
      resolve(null)
    }
    if (signal.aborted) end()
    else signal.addEventListener('abort', end, { once: true })
  })
}
