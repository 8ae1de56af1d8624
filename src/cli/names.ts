import { access, mkdir, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { numbered, safeName } from '../engine/files/safe-name.ts'
import { isOwnResult } from '../engine/film/own-result.ts'
import { AppError } from '../shared/errors.ts'

/** Names given out in this run: two inputs called `a.jpg` must not overwrite each other's result. */
const claimed = new Set<string>()

/** True for a file that is there and that we did not make: it may be somebody's only print of a picture. */
export async function isForeign(file: string): Promise<boolean> {
  const exists = await access(file).then(
    () => true,
    () => false,
  )
  if (!exists) return false
  return !(await isOwnResult(file))
}

/**
 * A file name for a result. An earlier result of ours is replaced, so that running a batch again does not pile up
 * copies; any other file is left alone and the name gets a number.
 * @param originals never to be written over, whatever they contain
 */
export async function claimName(
  folder: string,
  stem: string,
  ending: string,
  originals: readonly string[],
): Promise<string> {
  await makeFolder(folder)
  for (let n = 1; ; n++) {
    const output = join(folder, numbered(`${stem}${ending}`, n))
    const file = resolve(output)
    if (claimed.has(file) || originals.includes(file) || (await isForeign(file))) continue
    claimed.add(file)
    return output
  }
}

/** @throws AppError wrong-usage where a file is in the way, no-permission where nothing may be made */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true })
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'EEXIST' || code === 'ENOTDIR')
      throw new AppError('wrong-usage', `"${folder}" is a file; --out needs a folder.`, {}, { cause: error })
    throw new AppError('no-permission', `The folder "${folder}" cannot be made here.`, {}, { cause: error })
  }
  if (!(await stat(folder)).isDirectory()) throw new AppError('wrong-usage', `"${folder}" is not a folder.`)
}

export const nameHelp = 'name of a result without its ending: {name}, {recipe}, {scale}'

/** The name of a result by template and suffix. A name of the user's own stays as it is; made ones are safe everywhere. */
export function resultName(
  { name, suffix }: { readonly name: string; readonly suffix: string },
  parts: Readonly<Record<string, string>>,
): string {
  if (name === '{name}' && suffix === '') return parts.name ?? ''
  return safeName(`${name.replace(/\{(\w+)\}/g, (token, key: string) => parts[key] ?? token)}${suffix}`)
}
