import { copyFile, rename } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Engine } from '../../shared/engine.ts'
import { AppError } from '../../shared/errors.ts'
import type { Handlers } from '../../shared/rpc/contract.ts'
import { builtInSample } from '../built-in-sample.ts'
import type { Catalog } from '../catalog/catalog.ts'
import { importFiles } from '../catalog/import.ts'
import type { ImportMedia } from '../catalog/import-original.ts'
import { pairsTable } from '../catalog/pairs.ts'
import { originalFile } from '../catalog/verify.ts'
import { partialOf } from '../files/partial.ts'
import { splitExtension } from '../files/safe-name.ts'
import type { CutTask, WorkerSettings } from '../jobs/worker-messages.ts'
import { boxesOf, propose } from '../pages/review.ts'
import { beginUpload } from '../uploads.ts'

export interface ReviewDeps {
  readonly catalog: Catalog
  readonly media: ImportMedia
  readonly cut: (task: CutTask, settings: WorkerSettings) => Promise<null>
  readonly settings: () => WorkerSettings
}

type ReviewMethods = Extract<keyof Engine, `review.${string}` | `pages.${string}`> | 'catalog.sample'

export function reviewHandlers(deps: ReviewDeps): Pick<Handlers<Engine>, ReviewMethods> {
  const { catalog, media } = deps
  const pairs = pairsTable(catalog.db, catalog.changes)
  return {
    'review.propose': ({ ids }) => propose(catalog, ids),
    'pages.find': async ({ id }) => {
      const { width, height } = catalog.originals.need(id)
      return { width, height, boxes: await boxesOf(catalog, id) }
    },
    'pages.split': async ({ id, boxes }) => {
      const page = catalog.originals.need(id)
      const input = await originalFile(catalog, id)
      const [stem] = splitExtension(page.name)
      const added: string[] = []
      for (const [i, box] of boxes.entries()) {
        const place = await beginUpload(catalog.library.originals, `${stem}-${i + 1}.png`)
        // Written whole beside the place that was reserved for it, then moved there.
        const output = join(dirname(place), `.cut-${basename(place)}`)
        await deps.cut({ kind: 'cut', input, photos: [{ box, output }] }, deps.settings())
        await rename(output, partialOf(place))
        await rename(partialOf(place), place)
        const { added: ids, failed } = await importFiles(catalog, { paths: [place], media })
        const [child] = ids
        if (failed[0]) throw new AppError('internal', failed[0].error.message)
        if (child === undefined) continue
        pairs.addChild(id, child, JSON.stringify(box))
        catalog.originals.edit([child], { date: page.date_edtf })
        added.push(child)
      }
      return { added }
    },
    'catalog.sample': async () => {
      const sample = builtInSample()
      const place = await beginUpload(catalog.library.originals, basename(sample))
      await copyFile(sample, partialOf(place))
      await rename(partialOf(place), place)
      const { added } = await importFiles(catalog, { paths: [place], media })
      const id =
        added[0] ??
        catalog.listing.list({ text: 'at-the-sea', shelf: 'all', order: 'imported', offset: 0, limit: 1 }).items[0]?.id
      if (id === undefined) throw new AppError('file-missing', 'The sample picture could not be added.')
      return { id }
    },
  }
}
