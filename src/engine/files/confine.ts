import { realpath } from 'node:fs/promises'
import { isAbsolute, join, relative, sep } from 'node:path'

/** A path below a root as it may stand in a URL, decoded once, or undefined when it could mean anything else. */
export function decodePath(raw: string): string | undefined {
  let decoded: string
  try {
    decoded = decodeURIComponent(raw)
  } catch {
    return undefined
  }
  if (/[\0\\]/.test(decoded) || isAbsolute(decoded) || /^[a-z]:/i.test(decoded)) return undefined
  return decoded.split('/').some((part) => part === '' || part === '.' || part === '..') ? undefined : decoded
}

/** True when `path` lies below `root`; both absolute and without links. The root itself is not below itself. */
export function isInside(root: string, path: string): boolean {
  const way = relative(root, path)
  // Compared by parts: `startsWith(root)` would let `/data/app-evil` pass for `/data/app`.
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

/** The real file behind a decoded path below `root`; undefined where there is none or where a link leads out of `root`. */
export async function confine(root: string, path: string): Promise<string | undefined> {
  try {
    const home = await realpath(root)
    const real = await realpath(join(home, path))
    return isInside(home, real) ? real : undefined
  } catch {
    return undefined
  }
}
