import { existsSync } from 'node:fs'
import { readdir, rm, stat } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import type { Catalog } from '../catalog/catalog.ts'
import { fingerprint } from '../catalog/hash.ts'
import type { JobRow } from '../catalog/job-statements.ts'
import { filmEndings, filmFiles, restorationFiles, sidecarOf } from '../catalog/library.ts'
import { commitRestoration, readSidecar } from '../catalog/sidecar.ts'
import { isPartial } from '../files/partial.ts'
import { MAX_ATTEMPTS } from './outcome.ts'
import { jobOfScratch, PREVIEW_OWNER, removePartial, removeScratch } from './restore-job.ts'

/**
 * At start, before anything runs: jobs that were running when the engine died. One whose result and sidecar are
 * complete only missed its row: it is catalogued and done. The others lose what they left behind and wait again.
 */
export async function healRunning(catalog: Catalog): Promise<void> {
  for (const row of catalog.jobs.list(['running'])) {
    if (!(await adopt(catalog, row))) await removePartial(catalog, row)
  }
  catalog.jobs.recover(MAX_ATTEMPTS)
}

/** The sidecar is written last: if it is there and speaks of the file beside it, the work was finished. */
async function adopt(catalog: Catalog, row: JobRow): Promise<boolean> {
  const original = catalog.originals.need(row.original_id)
  const files = restorationFiles(original.sha256, row.id)
  const found = await readSidecar(join(catalog.library.root, files.sidecar))
  if (!found || found.restoration.id !== row.id) return false
  const { file, sha256 } = found.restoration
  if (file !== files.file && !filmFiles(original.sha256, row.id).includes(file)) return false
  if (!(await holds(join(catalog.library.root, file), sha256))) return false
  commitRestoration(catalog, { ...found.restoration, originalId: row.original_id }, row.id)
  return true
}

const holds = (file: string, sha256: string): Promise<boolean> =>
  fingerprint(file).then(
    (print) => print.sha256 === sha256,
    () => false,
  )

/**
 * In the background: half-written files of a former engine, and results that the catalog does not know. One with a
 * sound sidecar is catalogued again (the catalog may be an older copy put back); one without is of no use to anybody.
 * @param started when this engine started, ms since 1970: younger half-written files are being written now
 * @returns how many files were removed and results catalogued
 */
export async function sweepLibrary(catalog: Catalog, started: number): Promise<{ removed: number; adopted: number }> {
  const { library } = catalog
  const folders = [library.restorations, library.cache, library.exports, library.scratch]
  let [removed, adopted] = [0, 0]
  for (const folder of folders) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
    for (const entry of entries) {
      if (!catalog.db.open) return { removed, adopted }
      if (!entry.isFile()) continue
      const file = join(entry.parentPath, entry.name)
      if (isPartial(entry.name)) removed += await removeOld(file, started)
      else if (folder === library.restorations && isResult(entry.name)) {
        if ((await settleResult(catalog, file)) === 'adopted') adopted++
      }
    }
  }
  return { removed: removed + (await sweepScratch(catalog, started)), adopted }
}

/** Films that were begun for jobs that are done, called off or forgotten. */
async function sweepScratch(catalog: Catalog, started: number): Promise<number> {
  let removed = 0
  for (const name of await readdir(catalog.library.scratch).catch(() => [])) {
    const id = jobOfScratch(name)
    if (id === undefined || !catalog.db.open) continue
    // A preview may be asked for while we look around.
    if (id === PREVIEW_OWNER && !(await isOlder(join(catalog.library.scratch, name), started))) continue
    const state = catalog.jobs.find(id)?.state
    if (state !== undefined && state !== 'done' && state !== 'cancelled') continue
    await removeScratch(catalog, id)
    removed++
  }
  return removed
}

const isOlder = (path: string, started: number): Promise<boolean> =>
  stat(path).then(
    ({ mtimeMs }) => mtimeMs < started,
    () => false,
  )

async function removeOld(file: string, started: number): Promise<number> {
  const facts = await stat(file).catch(() => undefined)
  if (!facts || facts.mtimeMs >= started) return 0
  await rm(file, { force: true })
  return 1
}

/** Removed by the user, and about to be deleted. */
function isDoomed({ db, library }: Catalog, file: string): boolean {
  const name = relative(library.root, file).replaceAll('\\', '/')
  return db.prepare('SELECT 1 FROM doomed_files WHERE file = ?').get(name) !== undefined
}

const isResult = (name: string): boolean =>
  (name.endsWith('.png') && !name.endsWith('.map.png')) || filmEndings.some((ending) => name.endsWith(ending))

async function settleResult(catalog: Catalog, file: string): Promise<'known' | 'adopted' | 'removed'> {
  const id = basename(file).replace(/\.\w+$/, '')
  const job = catalog.jobs.find(id)
  const busy = job && job.state !== 'cancelled' && job.state !== 'failed'
  if (busy || catalog.restorations.find(id) || isDoomed(catalog, file)) return 'known'
  const sidecar = sidecarOf(file)
  const found = job ? undefined : await readSidecar(sidecar)
  const original = found && catalog.originals.bySha256(found.original.sha256)
  const own = found?.restoration.id === id && join(catalog.library.root, found.restoration.file) === file
  if (found && original && own && (await holds(file, found.restoration.sha256))) {
    commitRestoration(catalog, { ...found.restoration, originalId: original.id, parentId: null })
    return 'adopted'
  }
  // Asked again: a removal or a new start of the job may have gone on while we read.
  if (catalog.restorations.find(id) || catalog.jobs.find(id)?.state === 'running') return 'known'
  // The sidecar of an original we do not know (yet) is kept with its result: they can be rebuilt from.
  if (found && own && !original) return 'known'
  await Promise.all([sidecar, file, file.replace(/\.\w+$/, '.map.png')].map((each) => rm(each, { force: true })))
  return existsSync(file) ? 'known' : 'removed'
}
