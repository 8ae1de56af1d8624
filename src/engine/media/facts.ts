import { bytesOf } from './bytes.ts'
import { edtfOfExif } from './exif/dates.ts'
import { type ExifEntry, type ExifTree, TAG } from './exif/model.ts'
import { parseExif } from './exif/parse.ts'
import { decodeText, find, textOf } from './exif/values.ts'
import type { PictureMetadata } from './picture.ts'
import { readIptcFields } from './xmp/iptc.ts'
import { readSourceFields } from './xmp/read.ts'
import { merge, noFields, type SourceFields } from './xmp/source-fields.ts'

/** `key` is one of the names below, for a translated label; `value` is shown as it is. */
export interface Fact {
  readonly key: 'camera' | 'software' | 'taken' | 'title' | 'comment' | 'artist' | 'keywords' | 'persons' | 'place'
  readonly value: string
}

/** Longest value shown; some programs put whole logs into a comment. */
const MAX_VALUE = 500

/** A few readable facts from what a file says about itself. Facts it does not state are left out, never guessed. */
export function readFacts(metadata: PictureMetadata): Fact[] {
  const tree = metadata.exif && parseExif(bytesOf(metadata.exif))
  const fields = describedBy(metadata)
  const candidates: readonly (readonly [Fact['key'], string | undefined])[] = [
    ['camera', tree && camera(tree)],
    ['software', tree && textOf(find(tree.ifd0, TAG.software))],
    ['taken', dateTaken(metadata)],
    ['title', fields.title[0]?.text ?? (tree && windowsText(find(tree.ifd0, TAG.xpTitle)))],
    ['comment', fields.description[0]?.text ?? (tree && comment(tree))],
    ['artist', fields.creator.join(', ') || (tree && textOf(find(tree.ifd0, TAG.artist)))],
    ['keywords', fields.subject.join(', ')],
    ['persons', fields.persons.join(', ')],
    // Where exactly stays in the file: a fact sheet need not spell out a family's address.
    ['place', tree?.gps.some(({ tag }) => tag === 2) ? 'yes' : undefined],
  ]
  return candidates.flatMap(([key, value]) => (value ? [{ key, value: value.slice(0, MAX_VALUE) }] : []))
}

/**
 * When the picture was taken, as EDTF, from DateTimeOriginal or the family's own `photoshop:DateCreated`. A scanner's
 * DateTime and DateTimeDigitized are the day of the scan and say nothing about the picture.
 */
export function dateTaken(metadata: PictureMetadata): string | undefined {
  const tree = metadata.exif && parseExif(bytesOf(metadata.exif))
  const original = tree && edtfOfExif(textOf(find(tree.exif, TAG.dateTimeOriginal)))
  return original ?? describedBy(metadata).dateCreated?.slice(0, 10)
}

const describedBy = ({ xmp, iptc }: PictureMetadata): SourceFields =>
  merge(xmp ? readSourceFields(xmp) : noFields, iptc ? readIptcFields(iptc) : noFields)

/** Maker and model, the maker not twice (`Canon` + `Canon EOS 5D`). */
function camera(tree: ExifTree): string {
  const make = textOf(find(tree.ifd0, TAG.make))
  const model = textOf(find(tree.ifd0, TAG.model))
  return model.toLowerCase().startsWith(make.toLowerCase()) ? model : `${make} ${model}`.trim()
}

function comment(tree: ExifTree): string {
  const description = textOf(find(tree.ifd0, TAG.imageDescription))
  return description || windowsText(find(tree.ifd0, TAG.xpComment)) || userComment(tree)
}

/** Windows writes its own fields as UTF-16LE bytes. */
const windowsText = (entry: ExifEntry | undefined): string =>
  entry ? (entry.value.toString('utf16le').split('\0')[0] ?? '').trim() : ''

/** Eight bytes name the encoding, then comes the text. */
function userComment(tree: ExifTree): string {
  const value = find(tree.exif, TAG.userComment)?.value
  if (!value || value.length <= 8) return ''
  const text = value.subarray(8)
  if (!value.toString('latin1', 0, 7).startsWith('UNICODE')) return decodeText(text).replaceAll('\0', '').trim()
  const even = Buffer.from(text.subarray(0, text.length - (text.length % 2)))
  return (tree.littleEndian ? even : even.swap16()).toString('utf16le').replaceAll('\0', '').trim()
}
