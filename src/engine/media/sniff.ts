/** What a file is, told by its first bytes: names lie. */
export type Kind =
  | 'jpeg'
  | 'png'
  | 'gif'
  | 'webp'
  | 'tiff'
  | 'avif'
  | 'film'
  | 'heic'
  | 'svg'
  | 'pdf'
  | 'bmp'
  | 'photoshop'
  | 'jpeg-xl'
  | 'jpeg-2000'
  | 'raw'
  | 'unknown'

export type PictureKind = 'jpeg' | 'png' | 'gif' | 'webp' | 'tiff' | 'avif'

/** Bytes of the beginning that `sniff` wants to see. */
export const SNIFF_BYTES = 4096

const MAGIC: readonly (readonly [Kind, string])[] = [
  ['jpeg', '\xff\xd8\xff'],
  ['png', '\x89PNG\r\n\x1a\n'],
  ['gif', 'GIF87a'],
  ['gif', 'GIF89a'],
  ['raw', 'FUJIFILMCCD-RAW'],
  ['raw', 'IIRO'],
  ['raw', 'IIRS'],
  ['raw', 'IIU\0'],
  ['tiff', 'II*\0'],
  ['tiff', 'MM\0*'],
  ['tiff', 'II+\0'],
  ['tiff', 'MM\0+'],
  ['pdf', '%PDF-'],
  ['photoshop', '8BPS'],
  ['jpeg-xl', '\xff\x0a'],
  ['jpeg-xl', '\0\0\0\x0cJXL \r\n\x87\n'],
  ['jpeg-2000', '\0\0\0\x0cjP  \r\n\x87\n'],
  ['jpeg-2000', '\xff\x4f\xff\x51'],
  ['film', '\x1aE\xdf\xa3'],
  ['film', '0&\xb2u\x8ef\xcf\x11'],
  ['film', 'FLV\x01'],
  ['film', '\0\0\x01\xba'],
  ['film', '\0\0\x01\xb3'],
  ['film', 'OggS'],
  ['film', '.RMF'],
]
const AVIF_BRANDS = new Set(['avif', 'avis'])
const HEIC_BRANDS = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs'])
/** Boxes a QuickTime file without `ftyp` may begin with (cameras of the 1990s and 2000s). */
const QUICKTIME_BOXES = new Set(['moov', 'mdat', 'wide', 'free', 'skip', 'pnot'])

export function sniff(head: Buffer): Kind {
  const text = head.toString('latin1')
  const known = MAGIC.find(([, magic]) => text.startsWith(magic))
  if (known) return known[0] === 'tiff' && text.startsWith('CR\x02', 8) ? 'raw' : known[0]
  if (text.startsWith('RIFF')) return riffKind(text.slice(8, 12))
  if (text.startsWith('ftyp', 4)) return boxKind(head, text)
  if (QUICKTIME_BOXES.has(text.slice(4, 8))) return 'film'
  if (isTransportStream(head)) return 'film'
  if (text.startsWith('BM') && head.length > 26 && head.readUInt32LE(6) === 0) return 'bmp'
  if (/^(?:\xef\xbb\xbf)?\s*<(?:\?xml|!--|!doctype\s+svg|svg)/i.test(text) && /<svg[\s>]/i.test(text)) return 'svg'
  return 'unknown'
}

const riffKind = (form: string): Kind => (form === 'WEBP' ? 'webp' : form === 'AVI ' ? 'film' : 'unknown')

/** ISO base media: the major brand, then the compatible ones. */
function boxKind(head: Buffer, text: string): Kind {
  const end = Math.min(head.readUInt32BE(0), head.length)
  const brands = [text.slice(8, 12)]
  for (let at = 16; at + 4 <= end; at += 4) brands.push(text.slice(at, at + 4))
  const [major = ''] = brands
  if (major === 'crx ') return 'raw'
  if (AVIF_BRANDS.has(major)) return 'avif'
  if (HEIC_BRANDS.has(major)) return 'heic'
  const isImage = major === 'mif1' || major === 'msf1' || major === 'miaf'
  if (!isImage) return 'film'
  return brands.some((brand) => AVIF_BRANDS.has(brand)) ? 'avif' : 'heic'
}

/** MPEG transport streams (DVB, camcorders' .mts with four bytes of time code before each packet). */
function isTransportStream(head: Buffer): boolean {
  const every = (first: number, step: number) =>
    head.length > first + 3 * step && [0, 1, 2, 3].every((i) => head[first + i * step] === 0x47)
  return every(0, 188) || every(4, 192)
}
