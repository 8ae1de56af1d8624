import { lstat, readdir, stat } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve } from 'node:path'

/** A file to work on, and where its result belongs below the output folder. */
export interface Input {
  /** As the user named it, or the path below the folder they named. */
  readonly shown: string
  readonly file: string
  /** Folder of the result, relative to `--out`: the tree of an input folder is kept. */
  readonly folder: string
}

/** What a folder may hold that is worth trying; a file named directly is always tried, whatever it is called. */
const pictureEndings = /\.(jpe?g|jfif|png|webp|tiff?|gif|avif|heic|heif|bmp|mp4|mov|mkv|avi|webm|mpg|mpeg|m4v)$/i

/**
 * Files and folders alike. Folders are walked in natural order; symbolic links and hidden entries inside them are
 * not followed. A path that does not exist is kept: it fails by itself, with a sentence, and the others go on.
 */
export async function expandInputs(named: readonly string[]): Promise<Input[]> {
  const found: Input[] = []
  for (const name of named) {
    const file = resolve(name)
    const isFolder = await stat(file).then(
      (entry) => entry.isDirectory(),
      () => false,
    )
    if (!isFolder) found.push({ shown: name, file, folder: '' })
    else
      for await (const inside of walk(file)) {
        const folder = relative(file, dirname(inside))
        found.push({ shown: join(name, relative(file, inside)), file: inside, folder: join(basename(file), folder) })
      }
  }
  return found
}

async function* walk(folder: string): AsyncGenerator<string> {
  const names = (await readdir(folder)).filter((name) => !name.startsWith('.')).sort(natural)
  for (const name of names) {
    const path = join(folder, name)
    const entry = await lstat(path)
    if (entry.isSymbolicLink()) continue
    if (entry.isDirectory()) yield* walk(path)
    else if (entry.isFile() && pictureEndings.test(name)) yield path
  }
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })
export const natural = (a: string, b: string): number => collator.compare(a, b) || (a < b ? -1 : 1)
