import { mkdir, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { guessesColour } from '../../operations/guesses-colour.ts'
import type { Catalog } from '../catalog/catalog.ts'
import { jobRequest } from '../catalog/job-request.ts'
import type { JobRow } from '../catalog/job-statements.ts'
import { filmFiles, restorationFiles } from '../catalog/library.ts'
import type { RestorationRecord } from '../catalog/records.ts'
import { commitRestoration } from '../catalog/sidecar.ts'
import { originalFile } from '../catalog/verify.ts'
import type { RestoreReport } from '../pipeline/restore-file.ts'
import type { RestoreTask } from './worker-messages.ts'

/** Where a job's result goes, relative to the library. The restoration has the id of its job, so a repeated job meets its own files. */
export function filesOfJob(catalog: Catalog, row: Pick<JobRow, 'id' | 'original_id'>) {
  return restorationFiles(catalog.originals.need(row.original_id).sha256, row.id)
}

/** Makes ready what the worker needs. @throws AppError `file-missing`, `not-found`, `disk-full`, `no-permission` */
export async function prepareTask(catalog: Catalog, row: JobRow): Promise<RestoreTask> {
  const input = await originalFile(catalog, row.original_id)
  const { sha256 } = catalog.originals.need(row.original_id)
  const files = restorationFiles(sha256, row.id)
  const output = join(catalog.library.root, files.file)
  await mkdir(dirname(output), { recursive: true })
  const mask = join(catalog.library.root, files.map)
  const { wish, without } = jobRequest(row)
  const scratch = { places: scratchPlaces(catalog), name: scratchOf(row.id, without) }
  // What was finished for another recipe is no part of this one.
  await removeScratch(catalog, row.id, scratch.name)
  return { kind: 'restore', input, inputSha256: sha256, output, mask, recipe: wish, without, scratch }
}

/** The folder a film is worked on in, by its job and what it leaves out: an attempt goes on where the one before was. */
const PREFIX = 'film-'
export const scratchOf = (jobId: string, without: readonly string[] = []): string =>
  [PREFIX + jobId, ...without].join('.')
export const jobOfScratch = (name: string): string | undefined =>
  name.startsWith(PREFIX) ? name.slice(PREFIX.length).split('.')[0] : undefined

const scratchPlaces = ({ library }: Catalog): string[] => [library.scratch, tmpdir()]

/** Work on a film that nobody wants any more. @param keep name of the folder that stays */
export async function removeScratch(catalog: Catalog, jobId: string, keep?: string): Promise<void> {
  for (const place of scratchPlaces(catalog)) {
    const names = await readdir(place).catch(() => [])
    const unwanted = names.filter((name) => jobOfScratch(name) === jobId && name !== keep)
    await Promise.all(unwanted.map((name) => rm(join(place, name), { recursive: true, force: true })))
  }
}

const isInvented = ({ invention }: RestoreReport): boolean => invention.operations.length > 0

/** A map of nothing invented tells nothing that the row does not. */
export async function dropEmptyMap({ mask }: RestoreTask, report: RestoreReport): Promise<void> {
  if (!isInvented(report)) await rm(mask, { force: true })
}

/** Catalogues what the worker wrote: sidecar, then row and end of the job in one transaction. */
export function commitJob(
  catalog: Catalog,
  row: JobRow,
  report: RestoreReport,
  also: { readonly seconds: number; readonly engineVersion: string },
): void {
  const files = filesOfJob(catalog, row)
  const record: RestorationRecord = {
    id: row.id,
    originalId: row.original_id,
    parentId: parentOf(catalog, row),
    name: report.recipe.name,
    note: '',
    recipe: report.recipe,
    engineVersion: also.engineVersion,
    createdAt: new Date().toISOString(),
    file: relative(catalog.library.root, report.output).replaceAll('\\', '/'),
    mapFile: isInvented(report) && report.invention.map !== null ? files.map : null,
    width: report.width,
    height: report.height,
    sha256: report.sha256,
    seconds: also.seconds,
    fidelity: report.fidelity,
    inventionShare: report.invention.share,
    inventedBy: [...report.invention.operations],
    colourGuess: guessesColour(report.recipe),
  }
  commitRestoration(catalog, record, row.id)
}

/** The version that was gone on from, if it is still there. */
function parentOf(catalog: Catalog, row: JobRow): string | null {
  const { parentId } = jobRequest(row)
  const parent = parentId === null ? undefined : catalog.restorations.find(parentId)
  return parent?.original_id === row.original_id ? parent.id : null
}

/** Removes what an attempt left behind that did not become a restoration. */
export async function removePartial(catalog: Catalog, row: Pick<JobRow, 'id' | 'original_id'>): Promise<void> {
  if (catalog.restorations.find(row.id) || !catalog.originals.find(row.original_id)) return
  const { file, sidecar, map } = filesOfJob(catalog, row)
  const films = filmFiles(catalog.originals.need(row.original_id).sha256, row.id)
  await Promise.all([sidecar, file, map, ...films].map((name) => rm(join(catalog.library.root, name), { force: true })))
}
