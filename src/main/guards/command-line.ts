import { isAbsolute, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

export interface CommandLine {
  /** Absolute folder given with `--library`. */
  readonly library: string | undefined
  /** Absolute paths of files to open; whether they exist and what they are is the engine's to say. */
  readonly files: readonly string[]
}

const MOST_FILES = 10_000

/**
 * What a desktop hands over when Daguerre is opened with pictures. Chromium's own switches may stand among them.
 * @param args without the executable (and, in development, without the folder of the app)
 * @param folder the working directory relative names belong to
 */
export function readCommandLine(args: readonly string[], folder: string): CommandLine {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { library: { type: 'string' } },
    strict: false,
    allowPositionals: true,
  })
  const files = positionals
    .map((argument) => toPath(argument, folder))
    .filter((file) => file !== undefined && !file.includes('\0')) as string[]
  return {
    library: typeof values.library === 'string' && values.library !== '' ? resolve(folder, values.library) : undefined,
    files: files.slice(0, MOST_FILES),
  }
}

/** File managers give paths or `file:` addresses; every other address is no file. */
function toPath(argument: string, folder: string): string | undefined {
  if (argument === '') return undefined
  if (isAbsolute(argument)) return argument
  // Two letters at least: `C:` is a drive.
  if (!/^[a-z][a-z0-9+.-]+:/i.test(argument)) return resolve(folder, argument)
  try {
    return argument.startsWith('file:') ? fileURLToPath(argument) : undefined
  } catch {
    return undefined
  }
}
