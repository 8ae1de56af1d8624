/** Text in a language; `x-default` is the one shown when no better one is found. */
export interface LanguageText {
  readonly language: string
  readonly text: string
}

/**
 * What a family wrote about a picture, carried from the source into what we write. Nothing else of the source's XMP is
 * kept: edit histories, camera-raw settings, face regions, thumbnails and other programs' own properties describe
 * another picture than the restored one.
 */
export interface SourceFields {
  readonly title: readonly LanguageText[]
  readonly description: readonly LanguageText[]
  readonly rights: readonly LanguageText[]
  readonly subject: readonly string[]
  readonly creator: readonly string[]
  readonly persons: readonly string[]
  /** `photoshop:DateCreated`, as written; may be a year alone. */
  readonly dateCreated: string | undefined
  /** `xmp:Rating`, -1..5. */
  readonly rating: string | undefined
}

export const noFields: SourceFields = {
  title: [],
  description: [],
  rights: [],
  subject: [],
  creator: [],
  persons: [],
  dateCreated: undefined,
  rating: undefined,
}

const or = <T>(a: readonly T[], b: readonly T[]): readonly T[] => (a.length > 0 ? a : b)

/** The fields of `first`, the gaps filled from `second`. */
export const merge = (first: SourceFields, second: SourceFields): SourceFields => ({
  title: or(first.title, second.title),
  description: or(first.description, second.description),
  rights: or(first.rights, second.rights),
  subject: or(first.subject, second.subject),
  creator: or(first.creator, second.creator),
  persons: or(first.persons, second.persons),
  dateCreated: first.dateCreated ?? second.dateCreated,
  rating: first.rating ?? second.rating,
})
