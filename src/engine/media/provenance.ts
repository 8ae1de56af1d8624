import { createHash } from 'node:crypto'
import type { Recipe } from '../../shared/recipe.ts'
import type { PictureMetadata } from './picture.ts'
import { readIptcFields } from './xmp/iptc.ts'
import { readSourceFields } from './xmp/read.ts'
import { type LanguageText, merge, noFields, type SourceFields } from './xmp/source-fields.ts'
import { alternatives, container, element, list, packet, structure } from './xmp/write.ts'

/** How a picture came to be: written into every file we make. */
export interface Provenance {
  /** A network took part, so detail or colour may be invented. */
  readonly neural: boolean
  /** Nothing but what a hand would do: turned, cropped, straightened. */
  readonly byHandOnly: boolean
  /** For people, appended to the description: what was done, that it is a guess where it is one. */
  readonly sentence: string
  readonly recipe: Recipe
  readonly originalName: string
  readonly originalSha256: string
  readonly engineVersion: string
}

const SOURCE_TYPES = 'http://cv.iptc.org/newscodes/digitalsourcetype/'

/**
 * The IPTC digital source type of the strongest step: by hand < by algorithm < with a trained network.
 * @returns undefined for a picture nothing was done to
 */
export function digitalSourceType(
  provenance: Pick<Provenance, 'neural' | 'byHandOnly' | 'recipe'>,
): string | undefined {
  if (provenance.neural) return `${SOURCE_TYPES}compositeWithTrainedAlgorithmicMedia`
  if (!provenance.recipe.steps.some((step) => step.enabled)) return undefined
  return `${SOURCE_TYPES}${provenance.byHandOnly ? 'humanEdits' : 'algorithmicallyEnhanced'}`
}

export interface PacketOptions {
  /** False keeps nothing of the source's own texts, nor its name and hash. */
  readonly keepPrivateData: boolean
  /** Longest packet the container can hold. */
  readonly maxBytes: number
}

/**
 * The XMP packet of a file: the family's fields of the source, and the provenance. When the container is too small,
 * the recipe goes first (its hash stays), then the family's texts; the provenance label itself always fits.
 * No time of day is written: the same recipe must give the same bytes. The catalog knows when it was done.
 * @returns undefined when there is nothing to say
 */
export function buildXmp(
  metadata: PictureMetadata,
  provenance: Provenance | undefined,
  options: PacketOptions,
): Buffer | undefined {
  const fields = options.keepPrivateData ? sourceFields(metadata) : noFields
  const full = compose(fields, provenance, options.keepPrivateData, true)
  if (!full || full.length <= options.maxBytes) return full
  const short = compose(fields, provenance, options.keepPrivateData, false)
  if (!short || short.length <= options.maxBytes) return short
  const bare = compose(noFields, provenance, options.keepPrivateData, false)
  return bare && bare.length <= options.maxBytes ? bare : undefined
}

/** What the family wrote: XMP first, the older IPTC where XMP says nothing. */
function sourceFields({ xmp, iptc }: PictureMetadata): SourceFields {
  return merge(xmp ? readSourceFields(xmp) : noFields, iptc ? readIptcFields(iptc) : noFields)
}

function compose(
  fields: SourceFields,
  provenance: Provenance | undefined,
  named: boolean,
  withRecipe: boolean,
): Buffer | undefined {
  const description = provenance ? appended(fields.description, provenance.sentence) : fields.description
  const properties = [
    alternatives('dc:title', fields.title),
    alternatives('dc:description', description),
    alternatives('dc:rights', fields.rights),
    list('dc:subject', 'Bag', fields.subject),
    list('dc:creator', 'Seq', fields.creator),
    list('Iptc4xmpExt:PersonInImage', 'Bag', fields.persons),
    element('photoshop:DateCreated', fields.dateCreated),
    element('xmp:Rating', fields.rating),
    ...(provenance ? provenanceProperties(provenance, named, withRecipe) : []),
  ].filter((property) => property !== '')
  return properties.length > 0 ? packet(properties) : undefined
}

/** The sentence behind the text in every language; not a second time when it is there already. */
function appended(description: readonly LanguageText[], sentence: string): LanguageText[] {
  if (description.length === 0) return sentence === '' ? [] : [{ language: 'x-default', text: sentence }]
  return description.map(({ language, text }) => ({
    language,
    text: text.includes(sentence) ? text : `${text}\n\n${sentence}`,
  }))
}

function provenanceProperties(provenance: Provenance, named: boolean, withRecipe: boolean): string[] {
  const { recipe, originalSha256, originalName, engineVersion } = provenance
  // A recipe's name is the family's own text; its steps are not.
  const json = JSON.stringify(named ? recipe : { ...recipe, name: '' })
  const tool = `Daguerre ${engineVersion}`
  const source = `xmp.did:${originalSha256.slice(0, 32)}`
  const document = `xmp.did:${shortHash(`${originalSha256}\n${json}`)}`
  const derived = element('stRef:documentID', source) + element('stRef:filePath', originalName)
  return [
    element('Iptc4xmpExt:DigitalSourceType', digitalSourceType(provenance)),
    element('xmp:CreatorTool', tool),
    element('xmpMM:DocumentID', document),
    element('xmpMM:InstanceID', `xmp.iid:${shortHash(`${document}\n${engineVersion}`)}`),
    ...(named
      ? [
          element('xmpMM:OriginalDocumentID', source),
          structure('xmpMM:DerivedFrom', derived),
          element('daguerre:originalName', originalName),
          element('daguerre:originalSha256', originalSha256),
        ]
      : []),
    history(provenance, tool),
    element('daguerre:engineVersion', engineVersion),
    withRecipe ? element('daguerre:recipe', json) : element('daguerre:recipeSha256', sha256(json)),
  ]
}

function history({ recipe }: Provenance, tool: string): string {
  const events = recipe.steps
    .filter((step) => step.enabled)
    .map((step) =>
      structure(
        'rdf:li',
        element('stEvt:action', 'edited') +
          element('stEvt:softwareAgent', tool) +
          element('stEvt:parameters', `${step.operation} ${JSON.stringify(step.params)}`),
      ),
    )
  return events.length === 0 ? '' : container('xmpMM:History', 'Seq', events.join(''))
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
const shortHash = (text: string): string => sha256(text).slice(0, 32)
