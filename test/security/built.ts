import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../repo/sources.ts'

export const out = join(root, 'out')

/** A file of the build, which `npm test` makes first. */
export function built(path: string): string {
  const file = join(out, path)
  if (!existsSync(file)) throw new Error(`out/${path} is missing: run \`npm run build\` first`)
  return readFileSync(file, 'utf8')
}

/** Paths below `out/<folder>` with this ending. */
export function builtFiles(folder: string, ending: string): string[] {
  const found = readdirSync(join(out, folder), { recursive: true, encoding: 'utf8' })
  return found.map((path) => `${folder}/${path.replaceAll('\\', '/')}`).filter((path) => path.endsWith(ending))
}
