import { open } from 'node:fs/promises'
import { SNIFF_BYTES, sniff } from '../media/sniff.ts'
import type { FilmTools } from './tools/film-tools.ts'

/** True for a file that is a film by its first bytes; false for all others, also those that cannot be read. */
export async function isFilm(file: string): Promise<boolean> {
  try {
    const handle = await open(file, 'r')
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(SNIFF_BYTES), 0, SNIFF_BYTES, 0)
      return sniff(buffer.subarray(0, bytesRead)) === 'film'
    } finally {
      await handle.close()
    }
  } catch {
    return false
  }
}

/** True for a film that Daguerre wrote: only such a one may be replaced without asking. */
export async function isOwnFilm(file: string, tools: FilmTools): Promise<boolean> {
  const facts = await tools.probe(file).catch(() => undefined)
  return /\bwith Daguerre\b/.test(facts?.tags.comment ?? facts?.tags.COMMENT ?? '')
}
