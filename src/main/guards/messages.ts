import { isAbsolute } from 'node:path'
import { z } from 'zod'
import type { OpenRequest } from '../../shared/bridge.ts'

/** What a page may send outside its ports. A page that was taken over may send anything. */
export const openRequest = z.strictObject({
  which: z.enum(['engine', 'host']),
  id: z.int().min(1),
}) satisfies z.ZodType<OpenRequest>

/** Paths as `webUtils.getPathForFile` gives them: absolute, of a file or folder. */
export const droppedPaths = z.array(z.string().min(1).max(8192).refine(isPlainPath)).min(1).max(10_000)

function isPlainPath(path: string): boolean {
  // Device names (`\\.\PhysicalDrive0`, `\\?\...`) are no pictures.
  return isAbsolute(path) && !path.includes('\0') && !/^[\\/]{2}[.?][\\/]/.test(path)
}

/** Showing a file on another computer would send the user's credentials there. */
export function mayReveal(path: string): boolean {
  return isAbsolute(path) && !path.includes('\0') && !/^[\\/]{2}/.test(path)
}
