import { resolve } from 'node:path'
import { benchImport, benchSearch } from './sections/catalog.ts'
import { benchFilm } from './sections/film.ts'
import { benchKills } from './sections/film-kills.ts'
import { benchHuge } from './sections/huge.ts'
import { benchLarge } from './sections/large.ts'
import { benchOperations } from './sections/operations.ts'
import { benchPreview } from './sections/preview.ts'
import { benchStart } from './sections/start.ts'

const root = resolve(import.meta.dirname, '../..')

const sections: Readonly<Record<string, () => Promise<void>>> = {
  start: () => benchStart(root),
  search: benchSearch,
  import: benchImport,
  operations: benchOperations,
  preview: benchPreview,
  film: benchFilm,
  kills: () => benchKills(root),
  memory: () => benchLarge(root),
  huge: () => benchHuge(root),
}

/** `npm run bench [-- start search ...]`: all sections, or those named. Wants `npm run build` first. */
export async function run(named: string[]): Promise<void> {
  for (const name of named.length > 0 ? named : Object.keys(sections)) {
    const section = sections[name]
    if (!section) throw new Error(`There is no bench called "${name}": ${Object.keys(sections).join(', ')}.`)
    await section()
  }
}
