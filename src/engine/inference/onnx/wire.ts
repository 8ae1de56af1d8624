/**
 * Protocol buffers as they lie in a file: fields with a number and a raw value, in order. Nothing is interpreted that
 * is not asked for, so whatever a graph holds beside what is changed stays as it was, byte for byte.
 */
export interface Field {
  readonly number: number
  /** A varint, or the bytes of anything else. */
  readonly value: bigint | Uint8Array
  /** 0 varint, 1 eight bytes, 2 counted bytes, 5 four bytes. */
  readonly wire: 0 | 1 | 2 | 5
}

/** @throws RangeError when the bytes are cut off or are no message */
export function readFields(bytes: Uint8Array): Field[] {
  const fields: Field[] = []
  const at = { position: 0 }
  while (at.position < bytes.length) {
    const key = Number(readVarint(bytes, at))
    fields.push(readField(bytes, at, key >>> 3, key & 7))
  }
  return fields
}

function readField(bytes: Uint8Array, at: { position: number }, number: number, wire: number): Field {
  if (wire === 0) return { number, wire, value: readVarint(bytes, at) }
  if (wire !== 1 && wire !== 2 && wire !== 5) throw new RangeError('not a protocol buffer')
  const length = wire === 2 ? Number(readVarint(bytes, at)) : wire === 1 ? 8 : 4
  const end = at.position + length
  if (end > bytes.length) throw new RangeError('a protocol buffer is cut off')
  const value = bytes.subarray(at.position, end)
  at.position = end
  return { number, wire, value }
}

function readVarint(bytes: Uint8Array, at: { position: number }): bigint {
  let value = 0n
  for (let shift = 0n; shift < 70n; shift += 7n) {
    const byte = bytes[at.position++]
    if (byte === undefined) throw new RangeError('a protocol buffer is cut off')
    value |= BigInt(byte & 127) << shift
    if (byte < 128) return BigInt.asUintN(64, value)
  }
  throw new RangeError('not a protocol buffer')
}

function varint(value: bigint): number[] {
  const bytes: number[] = []
  let rest = value
  do {
    const low = Number(rest & 127n)
    rest >>= 7n
    bytes.push(rest > 0n ? low | 128 : low)
  } while (rest > 0n)
  return bytes
}

export function writeFields(fields: readonly Field[]): Uint8Array {
  const pieces: Uint8Array[] = []
  for (const { number, wire, value } of fields) {
    const head = varint(BigInt(number * 8 + wire))
    if (typeof value === 'bigint') head.push(...varint(value))
    else if (wire === 2) head.push(...varint(BigInt(value.length)))
    pieces.push(Uint8Array.from(head))
    if (typeof value !== 'bigint') pieces.push(value)
  }
  return Buffer.concat(pieces)
}

export const counted = (number: number, value: Uint8Array | string): Field => ({
  number,
  wire: 2,
  value: typeof value === 'string' ? Buffer.from(value) : value,
})
export const integer = (number: number, value: number): Field => ({
  number,
  wire: 0,
  value: BigInt.asUintN(64, BigInt(value)),
})

/** All values of a field that is bytes. */
export const bytesIn = (fields: readonly Field[], number: number): Uint8Array[] =>
  fields.flatMap((field) => (field.number === number && typeof field.value !== 'bigint' ? [field.value] : []))
export const textIn = (fields: readonly Field[], number: number): string =>
  Buffer.from(bytesIn(fields, number)[0] ?? []).toString('utf8')

/** Integers of a field, repeated or packed, signed. */
export function integersIn(fields: readonly Field[], number: number): number[] {
  return fields
    .filter((field) => field.number === number)
    .flatMap(({ value }) => (typeof value === 'bigint' ? [value] : unpack(value)))
    .map((value) => Number(BigInt.asIntN(64, value)))
}

function unpack(bytes: Uint8Array): bigint[] {
  const at = { position: 0 }
  const values: bigint[] = []
  while (at.position < bytes.length) values.push(readVarint(bytes, at))
  return values
}
