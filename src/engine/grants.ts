import { randomBytes } from 'node:crypto'
import { isAbsolute } from 'node:path'
import { AppError } from '../shared/errors.ts'

export interface Grants {
  /** @returns one grant per path, in order. @throws AppError `invalid-input` for a relative path */
  issue(paths: readonly string[]): string[]
  /** @throws AppError `grant-expired` */
  pathsOf(grants: readonly string[]): string[]
}

/**
 * Names for paths that the user chose. A page knows only the names: it can neither guess one nor learn the path behind
 * it, and it can reach nothing the user did not choose. They end with the engine process.
 */
export function createGrants(): Grants {
  const paths = new Map<string, string>()
  const pathOf = (grant: string): string => {
    const path = paths.get(grant)
    if (path === undefined) throw new AppError('grant-expired', 'Please choose the files or the folder once more.')
    return path
  }
  return {
    issue: (chosen) =>
      chosen.map((path) => {
        if (!isAbsolute(path) || path.includes('\0')) throw new AppError('invalid-input', 'This is not a full path.')
        const grant = randomBytes(18).toString('base64url')
        paths.set(grant, path)
        return grant
      }),
    pathsOf: (grants) => grants.map(pathOf),
  }
}
