import { NAMESPACES, RDF } from './namespaces.ts'
import type { LanguageText } from './source-fields.ts'

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** Characters XML 1.0 cannot hold at all, however they are written. */
const isForbidden = (character: string): boolean =>
  (character < ' ' && character !== '\t' && character !== '\n' && character !== '\r') || character >= '\ufffe'

export const escapeXml = (text: string): string =>
  text
    .toWellFormed()
    .split('')
    .filter((unit) => !isForbidden(unit))
    .join('')
    .replace(/[&<>"']/g, (character) => ESCAPES[character] as string)

/** `<name>text</name>`, or nothing when there is no text. */
export const element = (name: string, text: string | undefined): string =>
  text === undefined || text === '' ? '' : `<${name}>${escapeXml(text)}</${name}>`

export const list = (name: string, kind: 'Bag' | 'Seq', texts: readonly string[]): string =>
  texts.length === 0 ? '' : container(name, kind, texts.map((text) => element('rdf:li', text)).join(''))

export const alternatives = (name: string, texts: readonly LanguageText[]): string =>
  texts.length === 0
    ? ''
    : container(
        name,
        'Alt',
        texts
          .map(({ language, text }) => `<rdf:li xml:lang="${escapeXml(language)}">${escapeXml(text)}</rdf:li>`)
          .join(''),
      )

/** A structure: `fields` are finished elements. */
export const structure = (name: string, fields: string): string =>
  `<${name} rdf:parseType="Resource">${fields}</${name}>`

export const container = (name: string, kind: 'Alt' | 'Bag' | 'Seq', items: string): string =>
  `<${name}><rdf:${kind}>${items}</rdf:${kind}></${name}>`

/** How every packet of ours begins, and nobody else's. */
export const PACKET_START = `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF`

/** Finished properties as an XMP packet (ISO 16684-1 §7). Not padded: nobody is expected to edit it in place. */
export function packet(properties: readonly string[]): Buffer {
  const declared = Object.entries(NAMESPACES).map(([prefix, uri]) => ` xmlns:${prefix}="${uri}"`)
  const body = properties.filter((property) => property !== '').join('\n  ')
  return Buffer.from(
    `${PACKET_START} xmlns:rdf="${RDF}">
 <rdf:Description rdf:about=""${declared.join('')}>
  ${body}
 </rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>`,
  )
}
