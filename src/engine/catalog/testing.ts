import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { AppError } from '../../shared/errors.ts'
import type { Recipe } from '../../shared/recipe.ts'
import { type Catalog, openCatalog } from './catalog.ts'
import { newId } from './ids.ts'
import type { ImportMedia } from './import-original.ts'
import { restorationFiles } from './library.ts'
import type { OriginalRecord, RestorationRecord } from './records.ts'

/** Helpers of the tests in this folder; nothing else imports them. */

export const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex')

/** A folder of its own that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'daguerre-catalog-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export function openTemporary(folder = temporaryFolder()): Catalog {
  const catalog = openCatalog(folder)
  onTestFinished(() => {
    if (catalog.db.open) catalog.close()
  })
  return catalog
}

export const someOriginal = (name: string, also: Partial<OriginalRecord> = {}): OriginalRecord => ({
  id: newId(),
  sha256: sha256Of(name),
  path: `/photos/${name}`,
  name,
  kind: 'image',
  format: 'jpeg',
  bytes: 1000,
  mtime: 0,
  width: 40,
  height: 30,
  bitDepth: 8,
  hasProfile: false,
  date: null,
  facts: [],
  note: '',
  rating: 0,
  flag: 0,
  looks: null,
  importedAt: '2026-01-02T03:04:05.000Z',
  ...also,
})

export const someRecipe: Recipe = {
  version: 1,
  name: 'Faithful',
  steps: [{ operation: 'denoise', version: 1, enabled: true, params: { strength: 0.5 }, models: [] }],
}

export function someRestoration(original: OriginalRecord, also: Partial<RestorationRecord> = {}): RestorationRecord {
  const id = newId()
  return {
    id,
    originalId: original.id,
    parentId: null,
    name: 'Faithful',
    note: '',
    recipe: someRecipe,
    engineVersion: '0.1.0',
    createdAt: '2026-02-03T04:05:06.000Z',
    file: restorationFiles(original.sha256, id).file,
    mapFile: null,
    width: 80,
    height: 60,
    sha256: sha256Of(id),
    seconds: 1.5,
    fidelity: 42.5,
    inventionShare: 0,
    inventedBy: [],
    colourGuess: false,
    ...also,
  }
}

/** Files by their path below `folder`, with their content. */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
}

/** Takes any text for a picture, except `damaged`, `torn` (found out by the thumbnail), `film` and `bug`. */
export function fakeMedia(onDescribe: (file: string) => unknown = () => {}): ImportMedia & { described: string[] } {
  const described: string[] = []
  return {
    described,
    describe: async (file) => {
      described.push(file)
      onDescribe(file)
      const name = basename(file)
      const content = readFileSync(file, 'utf8')
      if (content === 'damaged') throw new AppError('file-unreadable', `${name} is damaged.`)
      if (content === 'film') throw new AppError('film-not-yet', `${name} is a film.`)
      if (content === 'bug') throw new TypeError('undefined is not a function')
      return { width: 4, height: 3, format: 'jpeg', bitDepth: 8, hasProfile: false, facts: [], date: null }
    },
    thumbnail: async (file, out) => {
      const content = readFileSync(file, 'utf8')
      if (content === 'torn') throw new AppError('file-truncated', `${basename(file)} is cut off.`)
      writeFileSync(out, content)
    },
    looks: async () => null,
  }
}
