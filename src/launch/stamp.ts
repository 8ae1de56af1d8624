import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'

/** What the build is made from. */
const inputs = ['src', 'electron.vite.config.ts', 'package.json', 'package-lock.json']
const isInput = (path: string): boolean => !/\.test\.tsx?$|(^|\/)\.|\/launch\//.test(path)

/** A fingerprint of everything that goes into the build: names, sizes and times, which takes milliseconds. */
export function fingerprint(root: string): string {
  const hash = createHash('sha256')
  for (const file of inputs.flatMap((input) => filesOf(join(root, input)))) {
    const path = relative(root, file).replaceAll('\\', '/')
    if (!isInput(path)) continue
    const { size, mtimeMs } = statSync(file)
    hash.update(`${path}\0${size}\0${mtimeMs}\n`)
  }
  return hash.digest('hex')
}

function filesOf(path: string): string[] {
  const facts = statSync(path, { throwIfNoEntry: false })
  if (!facts) return []
  if (!facts.isDirectory()) return [path]
  const entries = readdirSync(path, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
}

const stampFile = (root: string) => join(root, 'out', '.made-from')

export function readStamp(root: string): string | undefined {
  try {
    return readFileSync(stampFile(root), 'utf8')
  } catch {
    return undefined
  }
}

export const writeStamp = (root: string, stamp: string): void => writeFileSync(stampFile(root), stamp)
