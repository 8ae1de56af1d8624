/**
 * Raw frames with their times, as a stream ffmpeg can read: raw video alone has no times, and a film's may be uneven.
 * The least Matroska there is (RFC 9559): unknown length, one track of uncompressed RGB, one cluster for every frame.
 */

/** A number as EBML length, one to eight bytes. */
function length(value: number): Buffer {
  for (let bytes = 1; bytes <= 8; bytes++) {
    if (value >= 2 ** (7 * bytes) - 1) continue
    const buffer = Buffer.alloc(bytes)
    let rest = value
    for (let i = bytes - 1; i >= 0; i--) {
      buffer[i] = rest % 256
      rest = Math.floor(rest / 256)
    }
    buffer[0] = (buffer[0] as number) | (1 << (8 - bytes))
    return buffer
  }
  throw new RangeError('an EBML element is too long')
}

function unsigned(value: number): Buffer {
  const hex = value.toString(16)
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex')
}

const element = (id: string, ...content: readonly Buffer[]): Buffer => {
  const size = content.reduce((sum, each) => sum + each.length, 0)
  return Buffer.concat([Buffer.from(id, 'hex'), length(size), ...content])
}
const unknownLength = (id: string) => Buffer.concat([Buffer.from(id, 'hex'), Buffer.from('01ffffffffffffff', 'hex')])

export interface RawTrack {
  readonly width: number
  readonly height: number
  /** Of one sample; 16-bit samples lie lower byte first. */
  readonly depth: 8 | 16
  /** Seconds of a usual frame. */
  readonly frameSeconds: number
}

/** Times are whole microseconds. */
const NANOSECONDS = 1000
export const MICROSECONDS = 1e6

export function rawHeader({ width, height, depth, frameSeconds }: RawTrack): Buffer {
  const ebml = element(
    '1a45dfa3',
    element('4286', unsigned(1)),
    element('4282', Buffer.from('matroska')),
    element('4287', unsigned(4)),
    element('4285', unsigned(2)),
  )
  const info = element('1549a966', element('2ad7b1', unsigned(NANOSECONDS)))
  const fourCC = Buffer.from([...Buffer.from('RGB'), depth === 16 ? 48 : 24])
  const video = element(
    'e0',
    element('b0', unsigned(width)),
    element('ba', unsigned(height)),
    element('2eb524', fourCC),
  )
  const track = element(
    'ae',
    element('d7', unsigned(1)),
    element('73c5', unsigned(1)),
    element('83', unsigned(1)),
    element('22b59c', Buffer.from('und')),
    element('86', Buffer.from('V_UNCOMPRESSED')),
    element('23e383', unsigned(Math.max(1, Math.round(frameSeconds * 1e9)))),
    video,
  )
  return Buffer.concat([ebml, unknownLength('18538067'), info, element('1654ae6b', track)])
}

/** What goes before the samples of a frame. @param time microseconds, not below 0 */
export function frameHeader(time: number, bytes: number): Buffer {
  const timestamp = element('e7', unsigned(time))
  // Track 1, no offset from the cluster's time, a key frame.
  const block = Buffer.from([0x81, 0, 0, 0x80])
  const simple = Buffer.concat([Buffer.from('a3', 'hex'), length(block.length + bytes), block])
  const cluster = Buffer.concat([Buffer.from('1f43b675', 'hex'), length(timestamp.length + simple.length + bytes)])
  return Buffer.concat([cluster, timestamp, simple])
}
