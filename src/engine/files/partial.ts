import { basename, dirname, join } from 'node:path'

/**
 * Where a file is written until it is complete: in the same folder, so that giving it its name is one step.
 * `safeName` never makes a name that begins with a dot, so no finished file of ours can be mistaken for a partial one.
 */
export const partialOf = (path: string): string => join(dirname(path), `.${basename(path)}.part`)

export const isPartial = (name: string): boolean => name.startsWith('.') && name.endsWith('.part')
