import { writeZip } from './write-zip.ts'

/** Writes PyTorch checkpoints for tests, as PyTorch does: a pickle of protocol 2 and the weights beside it. */
export interface TestTensor {
  readonly shape: readonly number[]
  readonly data: Float32Array
}
export type TestWeights = Readonly<Record<string, TestTensor>>

const latin = (text: string) => Buffer.from(text, 'latin1')
const int = (value: number) => {
  if (!Number.isSafeInteger(value) || Math.abs(value) >= 2 ** 31) return long(value)
  const bytes = Buffer.alloc(5)
  bytes.write('J', 'latin1')
  bytes.writeInt32LE(value, 1)
  return bytes
}
const long = (value: number) => {
  const bytes = Buffer.from('\x8a\x08\0\0\0\0\0\0\0\0', 'latin1')
  bytes.writeBigInt64LE(BigInt(value), 2)
  return bytes
}
const text = (value: string) => {
  const head = Buffer.alloc(5)
  head.write('X', 'latin1')
  head.writeUInt32LE(Buffer.byteLength(value), 1)
  return Buffer.concat([head, Buffer.from(value)])
}
const tuple = (...items: Buffer[]) => Buffer.concat([latin('('), ...items, latin('t')])
const dictionary = (entries: readonly (readonly [string, Buffer])[]) =>
  Buffer.concat([latin('}('), ...entries.flatMap(([key, value]) => [text(key), value]), latin('u')])

export const pickleOf = (value: Buffer) => Buffer.concat([latin('\x80\x02'), value, latin('.')])

/** A call of a Python function, as an attacker would put it. */
export const callOf = (global: string, argument: string) => {
  const [module, name] = [global.slice(0, global.lastIndexOf('.')), global.slice(global.lastIndexOf('.') + 1)]
  return Buffer.concat([latin(`c${module}\n${name}\n`), tuple(text(argument)), latin('R')])
}

function tensor(key: string, { shape, data }: TestTensor): Buffer {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1))
  const storage = tuple(text('storage'), latin('ctorch\nFloatStorage\n'), text(key), text('cpu'), int(data.length))
  const args = [storage, latin('Q'), int(0), tuple(...shape.map(int)), tuple(...strides.map(int)), latin('\x89}')]
  return Buffer.concat([latin('ctorch._utils\n_rebuild_tensor_v2\n'), tuple(...args), latin('R')])
}

const bytesOf = (data: Float32Array) => Buffer.from(data.buffer, data.byteOffset, data.byteLength)

const tableOf = (weights: TestWeights, holder: string | undefined, extra: readonly (readonly [string, Buffer])[]) => {
  const table = dictionary([
    ...Object.entries(weights).map(([key, value], i) => [key, tensor(`${i}`, value)] as const),
    ...extra,
  ])
  return holder === undefined ? table : dictionary([[holder, table]])
}

/** @param extra entries put beside the weights, pickled */
export function writePth(
  weights: TestWeights,
  holder?: string,
  extra: readonly (readonly [string, Buffer])[] = [],
): Buffer {
  return writeZip([
    { name: 'archive/data.pkl', data: pickleOf(tableOf(weights, holder, extra)) },
    ...Object.values(weights).map(({ data }, i) => ({ name: `archive/data/${i}`, data: bytesOf(data) })),
  ])
}

/** The form before PyTorch 1.6: five pickles, then each storage behind its length. */
export function writeOldPth(weights: TestWeights): Buffer {
  const magic = Buffer.from('80028a0a6cfc9c46f9206aa850192e', 'hex')
  // In this form a storage has a sixth part that says whether it is a view.
  const table = tableOf(weights, undefined, [])
  const keys = Object.keys(weights).map((_, i) => text(`${i}`))
  const order = Buffer.concat([latin(']('), ...keys, latin('e')])
  const data = Object.values(weights).map(({ data: values }) => {
    const count = Buffer.alloc(8)
    count.writeBigUInt64LE(BigInt(values.length))
    return Buffer.concat([count, bytesOf(values)])
  })
  return Buffer.concat([
    magic,
    pickleOf(int(1001)),
    pickleOf(dictionary([])),
    pickleOf(table),
    pickleOf(order),
    ...data,
  ])
}

export function writeSafetensors(weights: TestWeights): Buffer {
  let at = 0
  const entries = Object.entries(weights).map(([key, { shape, data }]) => {
    const from = at
    at += data.byteLength
    return [key, { dtype: 'F32', shape, data_offsets: [from, at] }]
  })
  const header = Buffer.from(JSON.stringify(Object.fromEntries(entries)))
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(header.length))
  return Buffer.concat([length, header, ...Object.values(weights).map(({ data }) => bytesOf(data))])
}
