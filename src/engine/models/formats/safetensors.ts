import { z } from 'zod'
import { type StoredType, storedTypes, toFloat32 } from '../../onnx/halves.ts'
import { elementsOf } from '../../onnx/limits.ts'
import { limits } from '../limits.ts'
import { refuse } from '../refusal.ts'
import type { ModelFile } from './source.ts'
import type { StateDict, TensorEntry } from './tensors.ts'

const entry = z.object({
  dtype: z.string(),
  shape: z.array(z.int().min(0)),
  data_offsets: z.tuple([z.int().min(0), z.int().min(0)]),
})
const header = z.record(z.string(), z.unknown())

const types: Readonly<Record<string, StoredType>> = { F32: 'float32', F16: 'float16', BF16: 'bfloat16', F64: 'float64' }

/**
 * The weights of a safetensors file: eight bytes of length, a JSON header, the data.
 * @throws AppError `model-refused`
 */
export async function readSafetensors(file: ModelFile): Promise<StateDict> {
  const length = Number(new DataView((await file.read(0, 8)).buffer).getBigUint64(0, true))
  if (length > limits.headerBytes) throw refuse(file.name, 'absurd-size', 'describes an absurdly large network.')
  const listed = parse(new TextDecoder().decode(await file.read(8, length)), file.name)
  const start = 8 + length
  const tensors = new Map<string, TensorEntry>()
  for (const [key, value] of Object.entries(listed)) {
    if (key === '__metadata__') continue
    const tensor = entryOf(value, file, start)
    if (tensor) tensors.set(key, tensor)
  }
  return tensors
}

/** A file of ours and others begins with a length that fits and a brace. */
export const isSafetensors = (head: Uint8Array, bytes: number): boolean => {
  if (head.length < 9 || head[8] !== 0x7b) return false
  const length = new DataView(head.buffer, head.byteOffset, 8).getBigUint64(0, true)
  return length <= BigInt(Math.max(bytes, limits.headerBytes))
}

function parse(text: string, name: string): Record<string, unknown> {
  try {
    return header.parse(JSON.parse(text))
  } catch {
    throw refuse(name, 'corrupt', 'is damaged: its header cannot be read.')
  }
}

function entryOf(value: unknown, file: ModelFile, start: number): TensorEntry | undefined {
  const parsed = entry.safeParse(value)
  if (!parsed.success) throw refuse(file.name, 'corrupt', 'is damaged: its header cannot be read.')
  const { dtype, shape, data_offsets: offsets } = parsed.data
  const type = types[dtype]
  if (!type) return undefined
  const elements = elementsOf(shape)
  if (elements === undefined)
    throw refuse(file.name, 'absurd-size', `claims a tensor of absurd size (${shape.join(' x ')}).`)
  const [from, to] = offsets
  if (to - from !== elements * storedTypes[type])
    throw refuse(file.name, 'corrupt', 'is damaged: weights do not have the size they claim.')
  return { shape, load: async () => toFloat32(await file.read(start + from, to - from), type) }
}
