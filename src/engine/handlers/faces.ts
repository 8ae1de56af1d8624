import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import imagine from '../../operations/imagine-face/op.ts'
import { candidates } from '../../operations/restore-faces/choices.ts'
import { assetAddress } from '../../shared/assets.ts'
import type { Engine } from '../../shared/engine.ts'
import { AppError } from '../../shared/errors.ts'
import type { FoundFace, FoundFaces } from '../../shared/faces.ts'
import type { Handlers } from '../../shared/rpc/contract.ts'
import type { Catalog } from '../catalog/catalog.ts'
import { facesTable } from '../catalog/faces.ts'
import { explained } from '../catalog/sqlite-errors.ts'
import { originalFile } from '../catalog/verify.ts'
import { detectorOf, stampOf } from '../faces/detector.ts'
import type { ModelStore } from '../inference/models.ts'
import type { Lane } from '../jobs/lane.ts'
import type { Task, WorkerSettings } from '../jobs/worker-messages.ts'
import { newPreviewName, previewFile, previewFolder, trimPreviews } from '../preview-files.ts'

export interface FacesDeps {
  readonly catalog: Catalog
  readonly lane: Lane
  readonly settings: () => WorkerSettings
  readonly models: ModelStore
}

/** Where only another detector is installed, the faces that it found are the ones to be worked on. */
const finderOf = ({ detector }: FoundFaces): string => detector ?? 'auto'

/** As the operation is told of a face: its middle and its size, in fractions. */
const placeIn = ([left, top, wide, high]: FoundFace['box'], { width, height }: { width: number; height: number }) => ({
  x: (left + wide / 2) / width,
  y: (top + high / 2) / height,
  size: Math.sqrt(wide * high) / Math.max(width, height),
})

const nobodyLooked: FoundFaces = { detector: null, faces: [] }

export function faceHandlers({
  catalog,
  lane,
  settings,
  models,
}: FacesDeps): Pick<Handlers<Engine>, 'faces.find' | 'faces.candidates' | 'faces.imagine'> {
  const table = facesTable(catalog.db)
  const { root } = catalog.library

  const run = async <T extends Task>(task: T, signal: AbortSignal) => {
    const running = lane.run(task, settings())
    const stop = () => running.steer('stop')
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    return running.result
  }
  const find = async (id: string, signal: AbortSignal): Promise<FoundFaces> => {
    const original = catalog.originals.need(id)
    const card = settings().faces === false ? undefined : detectorOf(models)
    if (!card || original.kind !== 'image') return nobodyLooked
    const stamp = stampOf(card)
    const known = explained(() => table.get(id, stamp))
    if (known) return known
    const found = await run({ kind: 'find-faces', input: await originalFile(catalog, id) }, signal)
    // It may have been taken out of the catalog meanwhile.
    if (catalog.originals.find(id)) explained(() => table.set(id, stamp, found))
    return found
  }

  return {
    'faces.find': ({ id }, { signal }) => find(id, signal),
    'faces.imagine': async ({ id, face, pixels, variant, model }, { signal }) => {
      const found = await find(id, signal)
      const box = found.faces[face]?.box
      if (!box) throw new AppError('not-found', 'This face is not there any more.', { id })
      const params = {
        face: placeIn(box, catalog.originals.need(id)),
        pixels,
        variant,
        model,
        detector: finderOf(found),
      }
      await mkdir(previewFolder(root), { recursive: true })
      const name = newPreviewName()
      const output = join(root, previewFile(name) as string)
      const task = { kind: 'imagine-face', input: await originalFile(catalog, id), params, output } as const
      const fit = await run(task, signal)
      await trimPreviews(root)
      const step = { operation: imagine.id, version: imagine.version, enabled: true, params, models: [] }
      return { ...fit, asset: assetAddress('preview', name), step }
    },
    'faces.candidates': async ({ id, face, strength, model, detector }, { signal }) => {
      const found = await find(id, signal)
      const box = found.faces[face]?.box
      if (!box) throw new AppError('not-found', 'This face is not there any more.', { id })
      await mkdir(previewFolder(root), { recursive: true })
      const names = candidates.map((candidate) => {
        const name = newPreviewName()
        return { candidate, name, file: join(root, previewFile(name) as string) }
      })
      const outputs = Object.fromEntries(names.map(({ candidate, file }) => [candidate, file]))
      const finder = detector === 'auto' ? finderOf(found) : detector
      const input = await originalFile(catalog, id)
      const task = { kind: 'face-candidates', input, box, strength, model, detector: finder, outputs } as const
      const written = new Set(await run(task, signal))
      await trimPreviews(root)
      const shown = names.filter(({ candidate }) => written.has(candidate))
      return { candidates: shown.map(({ candidate, name }) => ({ candidate, asset: assetAddress('preview', name) })) }
    },
  }
}
