import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

export const root = resolve(import.meta.dirname, '../..')

export interface Source {
  /** From the root, with slashes. */
  readonly path: string
  readonly text: string
}

/** Files git knows or would take: what is ignored is nobody's business. */
export function projectFiles(): string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    maxBuffer: 64 * 1024 * 1024,
  })
  const paths = listed.toString().split('\0')
  return [...new Set(paths)].filter((path) => path !== '' && existsSync(join(root, path))).sort()
}

export const read = (path: string): Source => ({ path, text: readFileSync(join(root, path), 'utf8') })

/** Tests, and what only tests import: `testing.ts`, beside the modules it helps to test. */
export const isTest = (path: string): boolean => /\.test\.tsx?$|\/testing\.tsx?$/.test(path)

/** The code of `src/`, tests left out. */
export const sourceFiles = (): Source[] =>
  projectFiles()
    .filter((path) => /^src\/.*\.(ts|tsx|css)$/.test(path) && !isTest(path))
    .map(read)

const pieces = /\/\*[\s\S]*?\*\/|\/\/.*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`/g

/** The text without its comments. */
export const uncommented = (text: string): string =>
  text.replaceAll(pieces, (found) => (found.startsWith('/') ? '' : found))

/** Without the inside of plain strings either, so that words in them prove nothing. */
export const code = (text: string): string =>
  uncommented(text).replaceAll(pieces, (found) => (found.startsWith('`') ? found : "''"))
