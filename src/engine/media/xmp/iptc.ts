import { decodeText } from '../exif/values.ts'
import { noFields, type SourceFields } from './source-fields.ts'

/** Datasets of IPTC-IIM record 2 that have a counterpart in XMP. */
const DATASET = { title: 5, keyword: 25, created: 55, byline: 80, copyright: 116, caption: 120 } as const
const MAX_RECORDS = 2000

/**
 * The fields of an IPTC-IIM block (older programs and agencies wrote captions here). They are carried over as XMP,
 * which all four formats hold; the block itself is not written again.
 * @param block IIM records, or Photoshop image resources with them inside
 */
export function readIptcFields(block: Buffer): SourceFields {
  const found = new Map<number, string[]>()
  for (const [dataset, value] of records(insideResources(block))) {
    found.set(dataset, [...(found.get(dataset) ?? []), value])
  }
  const all = (dataset: number) => (found.get(dataset) ?? []).filter((text) => text !== '')
  const first = (dataset: number) => all(dataset).slice(0, 1)
  const inDefault = (dataset: number) => first(dataset).map((text) => ({ language: 'x-default', text }))
  return {
    ...noFields,
    title: inDefault(DATASET.title),
    description: inDefault(DATASET.caption),
    rights: inDefault(DATASET.copyright),
    subject: all(DATASET.keyword),
    creator: all(DATASET.byline),
    dateCreated: dateOf(first(DATASET.created)[0]),
  }
}

/** CCYYMMDD, where 00 stands for an unknown month or day: those are left out, never made up. */
function dateOf(text: string | undefined): string | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)$/.exec(text ?? '')
  if (!match || match[1] === '0000') return undefined
  const [, year, month, day] = match
  if (month === '00') return year
  return day === '00' ? `${year}-${month}` : `${year}-${month}-${day}`
}

function insideResources(block: Buffer): Buffer {
  const at = block.indexOf(Buffer.from('8BIM\x04\x04', 'latin1'))
  if (at < 0 || at + 12 > block.length) return block
  const nameLength = block.readUInt8(at + 6)
  const sizeAt = at + 6 + nameLength + 1 + ((nameLength + 1) % 2)
  if (sizeAt + 4 > block.length) return Buffer.alloc(0)
  return block.subarray(sizeAt + 4, sizeAt + 4 + block.readUInt32BE(sizeAt))
}

function* records(iim: Buffer): Generator<readonly [number, string]> {
  let at = 0
  for (let i = 0; i < MAX_RECORDS && at + 5 <= iim.length && iim[at] === 0x1c; i++) {
    const length = iim.readUInt16BE(at + 3)
    // Bit 15 marks an extended length: such datasets hold pictures, not text.
    if (length & 0x8000) return
    const end = at + 5 + length
    if (iim[at + 1] === 2 && end <= iim.length) yield [iim[at + 2] as number, decodeText(iim.subarray(at + 5, end))]
    at = end
  }
}
