import { NAMESPACES, type Prefix, RDF } from './namespaces.ts'
import { type LanguageText, noFields, type SourceFields } from './source-fields.ts'

/** A packet longer than this is not looked at; honest ones with thumbnails and histories stay below. */
const MAX_PACKET = 2 << 20
const MAX_ITEMS = 500
const MAX_TEXT = 20_000

/**
 * Finds the fields worth keeping in a packet. Tolerant on purpose: it looks for the properties instead of parsing the
 * document, so a damaged packet gives what is left of it. No entity is expanded but the five of XML and characters by
 * number, so nothing can be fetched or blown up.
 */
export function readSourceFields(packet: Buffer): SourceFields {
  if (packet.length > MAX_PACKET) return noFields
  const xmp = packet.toString('utf8')
  const rdf = prefixOf(xmp, RDF) ?? 'rdf'
  const property = (prefix: Prefix, name: string) => readProperty(xmp, prefix, name)
  const items = (prefix: Prefix, name: string) => listOf(property(prefix, name), rdf)
  const texts = (prefix: Prefix, name: string) => items(prefix, name).map(({ text }) => text)
  return {
    title: items('dc', 'title'),
    description: items('dc', 'description'),
    rights: items('dc', 'rights'),
    subject: texts('dc', 'subject'),
    creator: texts('dc', 'creator'),
    persons: texts('Iptc4xmpExt', 'PersonInImage'),
    dateCreated: matching(property('photoshop', 'DateCreated'), /^\d{4}(-\d\d(-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d)?)?)?)?$/),
    rating: matching(property('xmp', 'Rating'), /^(-1|[0-5])(\.\d+)?$/),
  }
}

/** The prefix a packet gives to a namespace; it may be another one than the usual. */
function prefixOf(xmp: string, uri: string): string | undefined {
  for (const quote of ['"', "'"]) {
    const at = xmp.indexOf(`=${quote}${uri}${quote}`)
    const declared = at < 0 ? undefined : /xmlns:([\w-]{1,50})\s*$/.exec(xmp.slice(Math.max(0, at - 80), at))
    if (declared) return declared[1]
  }
  return undefined
}

/** Inner markup of an element, or the value of an attribute; both are ways to write a property. */
function readProperty(xmp: string, usual: Prefix, name: string): string {
  const qualified = `${prefixOf(xmp, NAMESPACES[usual]) ?? usual}:${name}`
  const start = new RegExp(`<${qualified}(?=[\\s>])[^>]{0,1000}>`).exec(xmp)
  if (start && !start[0].endsWith('/>')) {
    const from = start.index + start[0].length
    const end = xmp.indexOf(`</${qualified}`, from)
    if (end >= 0) return xmp.slice(from, end)
  }
  const attribute = new RegExp(`\\s${qualified}\\s{0,20}=\\s{0,20}(?:"([^"<]*)"|'([^'<]*)')`).exec(xmp)
  return attribute ? (attribute[1] ?? attribute[2] ?? '') : ''
}

/** The items of an Alt, Bag or Seq; plain text counts as one item. */
function listOf(markup: string, rdf: string): LanguageText[] {
  if (!markup.includes('<')) {
    const text = plain(markup)
    return text === '' ? [] : [{ language: 'x-default', text }]
  }
  const items: LanguageText[] = []
  for (const match of markup.matchAll(new RegExp(`<${rdf}:li(\\s[^>]{0,1000})?>([^<]*)<`, 'g'))) {
    const language = /xml:lang\s*=\s*["']([\w-]{1,50})["']/.exec(match[1] ?? '')?.[1] ?? 'x-default'
    const text = plain(match[2] ?? '')
    if (text !== '' && items.push({ language, text }) >= MAX_ITEMS) break
  }
  return items
}

function matching(markup: string, pattern: RegExp): string | undefined {
  const text = plain(markup)
  return pattern.test(text) ? text : undefined
}

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

function plain(markup: string): string {
  const text = markup.slice(0, MAX_TEXT).replace(/&(#x[\da-f]{1,6}|#\d{1,7}|lt|gt|amp|quot|apos);/gi, (whole, name) => {
    const named = NAMED[String(name)]
    if (named !== undefined) return named
    const code = Number.parseInt(String(name).replace(/^#x?/i, ''), /^#x/i.test(String(name)) ? 16 : 10)
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000)
      ? String.fromCodePoint(code)
      : String(whole)
  })
  return text.trim()
}
