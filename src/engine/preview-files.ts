import { randomBytes } from 'node:crypto'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** Previews are looked at and forgotten: a few stay, for a page that goes back and forth between two, or six faces. */
const KEPT = 24
const FOLDER = 'Scratch/previews'

export const previewFolder = (root: string): string => join(root, FOLDER)

/** PNG unless the name says otherwise. */
const NAME = /^\d+-[0-9a-f]{20}(\.jpg|\.webm|\.mp4)?$/

/** Where a preview lies, relative to the library; undefined for what is no name of one. */
export function previewFile(name: string): string | undefined {
  const [whole, ending] = NAME.exec(name) ?? []
  return whole === undefined ? undefined : `${FOLDER}/${whole}${ending === undefined ? '.png' : ''}`
}

let made = 0
/** A name nobody had before. */
export const newPreviewName = (ending: '' | '.jpg' | '.webm' | '.mp4' = ''): string =>
  `${++made}-${randomBytes(10).toString('hex')}${ending}`

/** Removes all but the newest: their names begin with a number that grows. */
export async function trimPreviews(root: string, keep = KEPT): Promise<void> {
  const names = (await readdir(previewFolder(root)).catch(() => [])).filter((name) =>
    NAME.test(name.replace(/\.png$/, '')),
  )
  const oldFirst = names.sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10))
  for (const name of oldFirst.slice(0, Math.max(0, names.length - keep)))
    await rm(join(previewFolder(root), name), { force: true })
}
