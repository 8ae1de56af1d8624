import { randomBytes } from 'node:crypto'

/** A new id: 80 random bits, short enough for file names and unlike any other in any library. */
export const newId = (): string => randomBytes(10).toString('hex')
