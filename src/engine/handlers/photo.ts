import type { Analysis } from '../../shared/analysis.ts'
import type { Engine } from '../../shared/engine.ts'
import { AppError } from '../../shared/errors.ts'
import { keepRecent } from '../../shared/keep-recent.ts'
import type { Handlers } from '../../shared/rpc/contract.ts'
import type { Catalog } from '../catalog/catalog.ts'
import { damagesIn, damageTable, unlooked } from '../catalog/damage.ts'
import { throwIfCancelled } from '../catalog/failures.ts'
import { explained } from '../catalog/sqlite-errors.ts'
import { originalFile } from '../catalog/verify.ts'
import type { Estimator } from '../jobs/estimate.ts'
import type { Lane } from '../jobs/lane.ts'
import type { WorkerSettings } from '../jobs/worker-messages.ts'

export interface PhotoDeps {
  readonly catalog: Catalog
  readonly lane: Lane
  readonly estimator: Estimator
  readonly settings: () => WorkerSettings
}

/** Looking at a picture twice finds the same; pages come back to a picture often. */
const ANALYSES_KEPT = 200

export function photoHandlers({
  catalog,
  lane,
  estimator,
  settings,
}: PhotoDeps): Pick<Handlers<Engine>, 'photo.analyze' | 'photo.look' | 'photo.estimate'> {
  const known = new Map<string, Promise<Analysis>>()
  const rememberDamage = damageTable(catalog.db)

  const analyze = async (id: string): Promise<Analysis> => {
    const input = await originalFile(catalog, id)
    const found = await lane.run({ kind: 'analyze', input }, settings()).result
    if (rememberDamage(id, damagesIn(found.findings))) catalog.changes.touch({ originals: [id] })
    return found
  }
  const notLooked = unlooked(catalog.db)
  const analysisOf = (id: string): Promise<Analysis> => {
    const { sha256 } = catalog.originals.need(id)
    const found = known.get(sha256) ?? analyze(id)
    keepRecent(known, sha256, found, ANALYSES_KEPT)
    // A failure may be gone the next time: a drive was plugged in again.
    return found.catch((error: unknown) => {
      known.delete(sha256)
      throw error
    })
  }
  return {
    'photo.analyze': ({ id }) => analysisOf(id),
    // One at a time: a picture that is opened meanwhile is the next.
    'photo.look': async (question, { signal, emit }) => {
      const ids = explained(() => notLooked(question))
      let failed = 0
      for (const [done, id] of ids.entries()) {
        throwIfCancelled(signal)
        emit({ done, total: ids.length })
        await analysisOf(id).catch((error: unknown) => {
          if (!(error instanceof AppError)) throw error
          failed++
        })
      }
      return { looked: ids.length - failed, failed }
    },
    'photo.estimate': async ({ id, recipe }) => {
      const original = catalog.originals.need(id)
      const isBusy = estimator.isBusy()
      if (original.kind === 'image') return { seconds: estimator.secondsNow(recipe, original), isBusy }
      return { seconds: await estimator.films.seconds(id, await originalFile(catalog, id), recipe), isBusy }
    },
  }
}
