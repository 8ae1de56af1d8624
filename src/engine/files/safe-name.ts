/** Longest name we make, in bytes of UTF-8: file systems allow 255, and `-2`, `.part` and an extension want room. */
const MAX_BYTES = 180

const forbidden = /[<>:"/\\|?*\p{Cc}]/gu
/** Marks that turn or hide text, so that `gpj.exe` cannot pose as `exe.jpg`. */
const invisible = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g
const reserved = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(\.|$)/i

/**
 * A file or folder name that means the same on Windows, macOS and Linux: composed (NFC), without forbidden characters,
 * reserved words, leading dots and dashes, trailing dots and spaces, and not too long. Never empty, never a path.
 */
export function safeName(name: string, fallback = 'picture', maxBytes = MAX_BYTES): string {
  const clean = name
    .toWellFormed()
    .normalize('NFC')
    .replace(invisible, '')
    .replace(forbidden, '_')
    .replace(/^[\s.]+/, '')
  const short = cut(clean, maxBytes).replace(/[\s.]+$/, '')
  if (short === '') return fallback
  return reserved.test(short) || short.startsWith('-') ? `_${short}` : short
}

/** Splits `奶奶.tar.JPG` into `奶奶.tar` and `.JPG`; an ending that is not one (`no. 5 at home`) stays with the name. */
export function splitExtension(name: string): [stem: string, extension: string] {
  const match = /^(.+)(\.[a-z0-9]{1,8})$/i.exec(name)
  return match ? [match[1] as string, match[2] as string] : [name, '']
}

/** `photo.jpg`, `photo-2.jpg`, `photo-3.jpg` ... */
export function numbered(name: string, n: number): string {
  if (n === 1) return name
  const [stem, extension] = splitExtension(name)
  return `${stem}-${n}${extension}`
}

/** Shortens the stem, by whole characters as a reader sees them, and keeps the extension. */
function cut(name: string, maxBytes: number): string {
  if (Buffer.byteLength(name) <= maxBytes) return name
  const [stem, extension] = splitExtension(name)
  let room = maxBytes - Buffer.byteLength(extension)
  let kept = ''
  for (const { segment } of new Intl.Segmenter().segment(stem)) {
    room -= Buffer.byteLength(segment)
    if (room < 0) break
    kept += segment
  }
  return kept.trimEnd() + extension
}
