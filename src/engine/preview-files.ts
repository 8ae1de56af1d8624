import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** Previews are looked at and forgotten: a few stay, for a page that goes back and forth between two, or six faces. */
const KEPT = 24
const FOLDER = 'Scratch/previews'

export const previewFolder = (root: string): string => join(root, FOLDER)

/** Where a preview lies, relative to the library; undefined for what is no name of one. */
export const previewFile = (name: string): string | undefined =>
  /^\d+-[0-9a-f]{20}$/.test(name) ? `${FOLDER}/${name}.png` : undefined

/** Removes all but the newest: their names begin with a number that grows. */
export async function trimPreviews(root: string, keep = KEPT): Promise<void> {
  const names = (await readdir(previewFolder(root)).catch(() => [])).filter((name) => name.endsWith('.png'))
  const oldFirst = names.sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10))
  for (const name of oldFirst.slice(0, Math.max(0, names.length - keep)))
    await rm(join(previewFolder(root), name), { force: true })
}
