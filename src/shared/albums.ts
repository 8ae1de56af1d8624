import { z } from 'zod'
import { id, originalSummary } from './entities.ts'
import { method } from './rpc/contract.ts'

export const album = z.strictObject({
  id,
  name: z.string(),
  note: z.string(),
  createdAt: z.string(),
  pictures: z.int(),
})
export type Album = z.output<typeof album>

const nothing = z.strictObject({})
const ids = z.array(id).min(1).max(100_000)

/** Albums: named, ordered gatherings of originals. Part of the engine's contract. */
export const albumMethods = {
  'albums.list': method({ input: nothing, output: z.array(album) }),
  'albums.create': method({
    input: z.strictObject({ name: z.string().trim().min(1).max(200), note: z.string().max(20_000).default('') }),
    output: album,
  }),
  /** Adds at the end; pictures already there keep their place. */
  'albums.add': method({ input: z.strictObject({ album: id, originals: ids }), output: album }),
  'albums.items': method({ input: z.strictObject({ album: id }), output: z.array(originalSummary) }),
  'albums.edit': method({
    input: z.strictObject({
      album: id,
      name: z.string().trim().min(1).max(200).optional(),
      note: z.string().max(20_000).optional(),
    }),
    output: album,
  }),
  /** Takes pictures out of the album; they stay in the library. */
  'albums.take': method({ input: z.strictObject({ album: id, originals: ids }), output: album }),
  /** Moves pictures, in the order they have in the album, in front of another one; null: to the end. */
  'albums.move': method({
    input: z.strictObject({ album: id, originals: ids, before: id.nullable() }),
    output: z.null(),
  }),
  /** Takes the album away; its pictures stay. */
  'albums.remove': method({ input: z.strictObject({ album: id }), output: z.null() }),
}
