/** The wire format of protocol buffers, as much of it as ONNX uses. */

/** Pieces of a message, in order; joined once, at the end, because weights are large. */
export type Pieces = readonly Uint8Array[]
export type Field = readonly [number: number, value: number | Uint8Array | Pieces]

const text = new TextEncoder()
export const utf8 = (value: string): Uint8Array => text.encode(value)

function varint(value: number): Uint8Array {
  const bytes: number[] = []
  let rest = BigInt.asUintN(64, BigInt(value))
  do {
    const low = Number(rest & 127n)
    rest >>= 7n
    bytes.push(rest > 0n ? low | 128 : low)
  } while (rest > 0n)
  return Uint8Array.from(bytes)
}

const lengthOf = (pieces: Pieces): number => pieces.reduce((sum, piece) => sum + piece.length, 0)

/** Whole numbers are written as varints, all else with its length before it. */
export const message = (fields: readonly Field[]): Pieces =>
  fields.flatMap(([number, value]) => {
    if (typeof value === 'number') return [varint(number * 8), varint(value)]
    const pieces = value instanceof Uint8Array ? [value] : value
    return [varint(number * 8 + 2), varint(lengthOf(pieces)), ...pieces]
  })

/** A 32-bit float field: its own wire type. */
export function floatField(number: number, value: number): Pieces {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setFloat32(0, value, true)
  return [varint(number * 8 + 5), bytes]
}

export function join(pieces: Pieces): Uint8Array {
  const whole = new Uint8Array(lengthOf(pieces))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}

/** Thrown by the reader for bytes that are no message. */
export class NotAMessage extends Error {}

export interface ReadField {
  readonly number: number
  readonly wire: number
  /** Of a varint, as a signed 64-bit number; 0 otherwise. */
  readonly int: number
  /** The content of a field with a length or of fixed width; a view, not a copy. */
  readonly bytes: Uint8Array
  /** The field with its tag, as it stands in the message. */
  readonly raw: Uint8Array
}

const nothing = new Uint8Array()

/** The fields of a message, one after another. @throws NotAMessage where they do not fill it exactly */
export function* fieldsOf(bytes: Uint8Array): Generator<ReadField> {
  const cursor = { at: 0 }
  while (cursor.at < bytes.length) {
    const start = cursor.at
    const tag = readVarint(bytes, cursor)
    const [number, wire] = [Math.floor(tag / 8), tag % 8]
    if (number < 1) throw new NotAMessage()
    if (wire === 0) {
      const int = readVarint(bytes, cursor)
      yield { number, wire, int, bytes: nothing, raw: bytes.subarray(start, cursor.at) }
      continue
    }
    const length = wire === 2 ? readVarint(bytes, cursor) : wire === 5 ? 4 : wire === 1 ? 8 : -1
    if (length < 0 || length > bytes.length - cursor.at) throw new NotAMessage()
    const content = bytes.subarray(cursor.at, cursor.at + length)
    cursor.at += length
    yield { number, wire, int: 0, bytes: content, raw: bytes.subarray(start, cursor.at) }
  }
}

function readVarint(bytes: Uint8Array, cursor: { at: number }): number {
  let [value, factor] = [0, 1]
  for (let count = 0; count < 10; count++) {
    const byte = bytes[cursor.at++]
    if (byte === undefined) throw new NotAMessage()
    // The tenth byte of a negative number: what lies above 2^53 is told from the low bits once more, exactly.
    if (count === 7 && byte !== 0) return readLongVarint(bytes, cursor, count)
    value += (byte & 127) * factor
    factor *= 128
    if (byte < 128) return value
  }
  throw new NotAMessage()
}

function readLongVarint(bytes: Uint8Array, cursor: { at: number }, done: number): number {
  const start = cursor.at - 1 - done
  let value = 0n
  for (let count = 0; count < 10; count++) {
    const byte = bytes[start + count]
    if (byte === undefined) throw new NotAMessage()
    value |= BigInt(byte & 127) << BigInt(7 * count)
    if (byte < 128) {
      cursor.at = start + count + 1
      return Number(BigInt.asIntN(64, value))
    }
  }
  throw new NotAMessage()
}

/** A packed list of varints. */
export function packedInts(bytes: Uint8Array): number[] {
  const cursor = { at: 0 }
  const values: number[] = []
  while (cursor.at < bytes.length) values.push(readVarint(bytes, cursor))
  return values
}
