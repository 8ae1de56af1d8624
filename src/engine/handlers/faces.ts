import type { Engine } from '../../shared/engine.ts'
import type { FoundFaces } from '../../shared/faces.ts'
import type { Handlers } from '../../shared/rpc/contract.ts'
import type { Catalog } from '../catalog/catalog.ts'
import { facesTable } from '../catalog/faces.ts'
import { explained } from '../catalog/sqlite-errors.ts'
import { originalFile } from '../catalog/verify.ts'
import { detectorOf, stampOf } from '../faces/detector.ts'
import type { ModelStore } from '../inference/models.ts'
import type { Lane } from '../jobs/lane.ts'
import type { WorkerSettings } from '../jobs/worker-messages.ts'

export interface FacesDeps {
  readonly catalog: Catalog
  readonly lane: Lane
  readonly settings: () => WorkerSettings
  readonly models: ModelStore
}

const nobodyLooked: FoundFaces = { detector: null, faces: [] }

export function faceHandlers({ catalog, lane, settings, models }: FacesDeps): Pick<Handlers<Engine>, 'faces.find'> {
  const table = facesTable(catalog.db)
  return {
    'faces.find': async ({ id }, { signal }) => {
      const original = catalog.originals.need(id)
      const chosen = settings()
      const card = chosen.faces === false ? undefined : detectorOf(models)
      if (!card || original.kind !== 'image') return nobodyLooked
      const stamp = stampOf(card)
      const known = explained(() => table.get(id, stamp))
      if (known) return known
      const running = lane.run({ kind: 'find-faces', input: await originalFile(catalog, id) }, chosen)
      signal.addEventListener('abort', () => running.steer('stop'), { once: true })
      const found = await running.result
      // It may have been taken out of the catalog meanwhile.
      if (catalog.originals.find(id)) explained(() => table.set(id, stamp, found))
      return found
    },
  }
}
