import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { assetAddress } from '../../shared/assets.ts'
import type { Engine } from '../../shared/engine.ts'
import { AppError } from '../../shared/errors.ts'
import type { Handlers } from '../../shared/rpc/contract.ts'
import type { Catalog } from '../catalog/catalog.ts'
import { filmPreviewFile, playableFiles } from '../catalog/library.ts'
import { originalFile } from '../catalog/verify.ts'
import { isPreviewId } from '../film/preview-id.ts'
import { lookOf, makePlayable, makeStill } from '../film/watch.ts'
import { newPreviewName, previewFile, previewFolder, trimPreviews } from '../preview-files.ts'

type FilmMethods = 'film.look' | 'film.playable' | 'film.still'
type Which = { readonly id: string; readonly of: 'original' | 'restoration' | 'preview' }

const shelves = { original: 'film', restoration: 'r-film', preview: 'p-film' } as const

function needPreview(id: string): string {
  if (isPreviewId(id)) return id
  throw new AppError('not-found', 'There is no such preview.')
}

/** What a player asks for. ffmpeg is a process of its own: nothing here holds the engine up. */
export function filmHandlers({ catalog }: { readonly catalog: Catalog }): Pick<Handlers<Engine>, FilmMethods> {
  const { root } = catalog.library
  const fileOf = async ({ id, of }: Which) => {
    if (of === 'original') return originalFile(catalog, id)
    return join(root, of === 'preview' ? filmPreviewFile(needPreview(id)) : catalog.restorations.need(id).file)
  }
  const contentOf = ({ id, of }: Which) => {
    if (of === 'preview') return needPreview(id)
    return (of === 'original' ? catalog.originals.need(id) : catalog.restorations.need(id)).sha256
  }
  /** One after another for the same film: two pages may ask for it, and either may leave. */
  const making = new Map<string, Promise<void>>()

  const inTurn = async (sha256: string, work: () => Promise<void>): Promise<void> => {
    const mine = (making.get(sha256) ?? Promise.resolve()).catch(() => undefined).then(work)
    making.set(sha256, mine)
    await mine.finally(() => making.get(sha256) === mine && making.delete(sha256))
  }

  return {
    'film.look': async (which) => lookOf(await fileOf(which)),
    'film.playable': async (which, { signal, emit }) => {
      const { id, of } = which
      const sha256 = contentOf(which)
      const files = playableFiles(sha256).map((file) => join(root, file))
      await inTurn(sha256, async () => {
        if (files.some(existsSync)) return
        if (signal.aborted) throw new AppError('cancelled', 'Nobody waits for it any more.')
        const input = await fileOf(which)
        await makePlayable({ input, files, signal, onFraction: (fraction) => emit({ fraction }) })
      })
      return { asset: `${assetAddress(shelves[of], id)}?v=${sha256.slice(0, 12)}` }
    },
    'film.still': async ({ at, ...which }, { signal }) => {
      const name = newPreviewName('.jpg')
      await mkdir(previewFolder(root), { recursive: true })
      const output = join(root, previewFile(name) as string)
      await makeStill({ input: await fileOf(which), at, output, signal })
      await trimPreviews(root)
      return { asset: assetAddress('preview', name) }
    },
  }
}
