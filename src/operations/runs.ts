import type { FilmWork, Migrate, Operation, Run } from './define.ts'

const folderOf = (path: string) => path.split('/')[1] as string
const byFolder = <T>(found: Record<string, T>): ReadonlyMap<string, T> =>
  new Map(Object.entries(found).map(([path, value]) => [folderOf(path), value]))

/** The work of every operation. Engine only. */
export const runs = byFolder(import.meta.glob<Run<Operation>>('./*/run.ts', { eager: true, import: 'run' }))

/** The work on films of those operations that need more than one frame, or the same decision for a whole shot. */
export const filmWorks = byFolder(import.meta.glob<FilmWork>('./*/film.ts', { eager: true, import: 'film' }))

/** Parameter upgrades of the operations that are past version 1. */
export const migrations = byFolder(import.meta.glob<Migrate>('./*/migrate.ts', { eager: true, import: 'migrate' }))
