import { z } from 'zod'
import { groupings } from './dates/time-key.ts'
import { id } from './entities.ts'
import { method } from './rpc/contract.ts'

export const shelves = ['all', 'undated', 'restored', 'unrestored', 'films', 'missing'] as const
/** `album` is the album's own order; without an album it is the order of import. */
export const orders = ['imported', 'date', 'name', 'album'] as const

/** What may be found on a picture, in a family's words. */
export const damages = ['scratched', 'faded', 'blurred'] as const
export type Damage = (typeof damages)[number]

/** What narrows a shelf further; all of it must hold. */
export const filters = z.strictObject({
  /** At least so many stars. */
  rating: z.int().min(1).max(5).optional(),
  flag: z.enum(['picked', 'rejected']).optional(),
  tag: id.optional(),
  person: id.optional(),
  album: id.optional(),
  kind: z.enum(['image', 'video']).optional(),
  /** Its first year: all that may be of these ten years, however vague their date. */
  decade: z.int().min(0).max(9990).multipleOf(10).optional(),
  place: id.optional(),
  /** What was found; of pictures nobody has looked at nothing is known. */
  damage: z.enum(damages).optional(),
})
export type Filters = z.output<typeof filters>

export const question = z.strictObject({
  /** Words to find in names, notes, people, tags, years and facts. */
  text: z.string().max(500).default(''),
  shelf: z.enum(shelves).default('all'),
  filters: filters.default({}),
})

export const label = z.strictObject({ id, name: z.string(), pictures: z.int() })
/** A tag or a person, and how many pictures have it. */
export type Label = z.output<typeof label>
export const labelKinds = ['tag', 'person', 'place'] as const
export type LabelKind = (typeof labelKinds)[number]

const ids = z.array(id).min(1).max(100_000)
const labelName = z.string().trim().min(1).max(200)

/** What several pictures have in common; undefined where they differ. */
export const description = z.strictObject({
  pictures: z.int(),
  /** EDTF, null when all are undated. */
  date: z.string().nullable().optional(),
  rating: z.int().optional(),
  flag: z.int().optional(),
  note: z.string().optional(),
  /** With the number of the pictures asked about that have it. */
  tags: z.array(label),
  people: z.array(label),
  places: z.array(label),
})
export type Description = z.output<typeof description>

const facetCounts = z.strictObject({
  decades: z.array(z.strictObject({ decade: z.int(), count: z.int() })),
  damage: z.record(z.enum(damages), z.int()),
  /** How many were looked at for damage. */
  looked: z.int(),
  unlooked: z.int(),
  places: z.array(label),
  people: z.array(label),
  tags: z.array(label),
})
/** What a gallery may be narrowed by; each counted with the other filters in force. */
export type Facets = z.output<typeof facetCounts>

/** The gallery: groups of time, tags, people, and what is known about many pictures at once. */
export const galleryMethods = {
  /** Groups in order of time with their counts, the undated last; their sum is the total of the same list. */
  'catalog.timeline': method({
    input: question.extend({ by: z.enum(groupings) }),
    output: z.array(z.strictObject({ key: z.string(), count: z.int() })),
  }),
  'catalog.facets': method({ input: question, output: facetCounts }),
  'catalog.describe': method({ input: z.strictObject({ ids }), output: description }),
  'labels.list': method({ input: z.strictObject({ kind: z.enum(labelKinds) }), output: z.array(label) }),
  /** By name: a name not known yet is made, one that differs in case only is taken for the same. */
  'labels.change': method({
    input: z.strictObject({
      kind: z.enum(labelKinds),
      ids,
      add: z.array(labelName).max(100).default([]),
      remove: z.array(id).max(100).default([]),
    }),
    output: z.null(),
  }),
  'labels.rename': method({
    input: z.strictObject({ kind: z.enum(labelKinds), id, name: labelName }),
    output: z.null(),
  }),
  /** Takes the label from every picture; the pictures stay. */
  'labels.remove': method({ input: z.strictObject({ kind: z.enum(labelKinds), id }), output: z.null() }),
  'pairs.join': method({ input: z.strictObject({ front: id, back: id }), output: z.null() }),
  /** Parts a front from its backs, or a back from its front. */
  'pairs.part': method({ input: z.strictObject({ id }), output: z.null() }),
  /** The backs of a print, the photos cut out of a page, the page a photo was cut out of. */
  'pairs.of': method({
    input: z.strictObject({ id }),
    output: z.strictObject({ backs: z.array(id), children: z.array(id), page: id.nullable() }),
  }),
}
