import { z } from 'zod'
import { id, originalSummary } from './entities.ts'
import { method } from './rpc/contract.ts'

/** A photo on a scanned page, in pixels of the page: its middle, its size, and by how many degrees it lies turned clockwise. */
export const box = z.strictObject({
  x: z.number(),
  y: z.number(),
  width: z.number().min(8),
  height: z.number().min(8),
  angle: z.number().min(-45).max(45),
})
export type Box = z.output<typeof box>

const ids = z.array(id).min(1).max(100_000)

/** What an import proposes, and pages with several photos. Nothing here happens by itself. */
export const reviewMethods = {
  /** Of pictures just added: what belongs together, what looks like what was there, what holds several photos. */
  'review.propose': method({
    input: z.strictObject({ ids }),
    output: z.strictObject({
      pairs: z.array(z.strictObject({ front: originalSummary, back: originalSummary })),
      /** `distance`: bits of 64 in which their hashes differ. */
      alike: z.array(z.strictObject({ picture: originalSummary, like: originalSummary, distance: z.int() })),
      pages: z.array(z.strictObject({ page: originalSummary, photos: z.int() })),
    }),
  }),
  /** Boxes around the photos of a page; empty when there are not several. */
  'pages.find': method({
    input: z.strictObject({ id }),
    output: z.strictObject({ width: z.int(), height: z.int(), boxes: z.array(box) }),
  }),
  /** Cuts photos out, straightened, each a picture of its own beside its page. The page's file is never written. */
  'pages.split': method({
    input: z.strictObject({ id, boxes: z.array(box).min(1).max(60) }),
    output: z.strictObject({ added: z.array(id) }),
  }),
  /** Puts the picture to try Daguerre with into the library. */
  'catalog.sample': method({ input: z.strictObject({}), output: z.strictObject({ id }) }),
}
