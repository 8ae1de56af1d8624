import { type StoredType, storedTypes, toFloat32 } from '../../onnx/halves.ts'
import { elementsOf } from '../../onnx/limits.ts'
import { limits } from '../limits.ts'
import { refuse } from '../refusal.ts'
import {
  isCalled,
  isGlobal,
  isPersistent,
  type PickleDict,
  PickleError,
  type PickleValue,
  readPickle,
} from './pickle.ts'
import { type ModelFile, truncated } from './source.ts'
import type { StateDict, TensorEntry } from './tensors.ts'
import { openZip } from './zip.ts'

const REBUILD = ['torch._utils._rebuild_tensor_v2', 'torch._utils._rebuild_tensor'] as const
const PARAMETER = 'torch._utils._rebuild_parameter'

const storages: Readonly<Record<string, { readonly type: StoredType | undefined; readonly size: number }>> = {
  'torch.FloatStorage': { type: 'float32', size: 4 },
  'torch.HalfStorage': { type: 'float16', size: 2 },
  'torch.BFloat16Storage': { type: 'bfloat16', size: 2 },
  'torch.DoubleStorage': { type: 'float64', size: 8 },
  // Counters of the training. They may stand in a file, but no network is made of them.
  'torch.LongStorage': { type: undefined, size: 8 },
  'torch.IntStorage': { type: undefined, size: 4 },
  'torch.ByteStorage': { type: undefined, size: 1 },
  'torch.BoolStorage': { type: undefined, size: 1 },
}

/** All a PyTorch file may name. Whatever else it names, it is refused before another byte is looked at. */
const ALLOWED = new Set(['collections.OrderedDict', ...REBUILD, PARAMETER, ...Object.keys(storages)])

/** Weights by the key under which training tools keep the ones to use. */
const HOLDERS = ['params_ema', 'params', 'state_dict', 'model_state_dict', 'model']

/** Gives the bytes of a storage: in a ZIP an entry, in the old format a stretch of the file. */
type StorageBytes = (
  key: string,
) => { readonly bytes: number; read(from: number, length: number): Promise<Uint8Array> } | undefined

/**
 * The weights of a PyTorch checkpoint. The pickle inside is read by a machine that can execute nothing.
 * @throws AppError `model-refused`
 */
export async function readPth(file: ModelFile): Promise<StateDict> {
  const entries = await openZip(file)
  const [pickleName, pickle] = [...entries].find(([name]) => /(^|\/)data\.pkl$/.test(name)) ?? []
  if (pickleName === undefined || !pickle)
    throw refuse(file.name, 'unknown-format', 'is an archive, but no PyTorch model.')
  if (pickle.bytes > limits.headerBytes) throw refuse(file.name, 'absurd-size', 'describes an absurdly large network.')
  const { value } = unpickle(await pickle.read(0, pickle.bytes), file.name)
  const folder = pickleName.slice(0, -'data.pkl'.length)
  return stateDict(value, file.name, (key) => entries.get(`${folder}data/${key}`))
}

/** First bytes of what PyTorch wrote before version 1.6: a pickle of a magic number. */
const OLD_MAGIC = Uint8Array.from([
  0x80, 2, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e,
])
export const isOldPth = (head: Uint8Array): boolean => OLD_MAGIC.every((byte, i) => head[i] === byte)

/**
 * A checkpoint as PyTorch wrote it before version 1.6, as most ESRGAN models are: five pickles in a row (a magic number,
 * a version, the system, the weights, the order of the storages), then each storage behind its length.
 */
export async function readOldPth(file: ModelFile): Promise<StateDict> {
  const head = await file.read(0, Math.min(file.bytes, limits.headerBytes))
  const values: PickleValue[] = []
  let at = 0
  for (let i = 0; i < 5; i++) {
    const { value, end } = unpickle(head.subarray(at), file.name)
    values.push(value)
    at += end
  }
  const [, , , root, order] = values
  if (root === undefined || !Array.isArray(order)) throw refuse(file.name, 'corrupt', 'is no whole PyTorch model.')
  const sizes = storageSizes(root)
  const places = new Map<string, { from: number; bytes: number }>()
  for (const key of order) {
    const size = typeof key === 'string' ? sizes.get(key) : undefined
    if (typeof key !== 'string' || size === undefined) throw refuse(file.name, 'corrupt', 'is no whole PyTorch model.')
    const count = Number(new DataView((await file.read(at, 8)).buffer).getBigUint64(0, true))
    const bytes = count * size
    if (at + 8 + bytes > file.bytes) throw truncated(file.name)
    places.set(key, { from: at + 8, bytes })
    at += 8 + bytes
  }
  return stateDict(root, file.name, (key) => {
    const place = places.get(key)
    return place && { bytes: place.bytes, read: (from, length) => file.read(place.from + from, length) }
  })
}

/** Bytes per element of every storage that a value mentions. */
function storageSizes(root: PickleValue): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>()
  const seen = new Set<PickleValue>()
  const look = (value: PickleValue) => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return
    seen.add(value)
    if (isPersistent(value)) {
      const found = storageOf(value)
      if (found) sizes.set(found.key, found.size)
    } else if (isCalled(value)) value.args.forEach(look)
    else if (value instanceof Map) for (const item of value.values()) look(item)
    else if (Array.isArray(value)) value.forEach(look)
  }
  look(root)
  return sizes
}

function unpickle(bytes: Uint8Array, name: string) {
  try {
    return readPickle(bytes, ALLOWED)
  } catch (error) {
    if (!(error instanceof PickleError)) throw error
    if (error.kind === 'corrupt') throw refuse(name, 'corrupt', `is damaged: ${error.what}.`)
    throw refuse(
      name,
      'runs-code',
      `was refused: it wants to run program code (${error.what}) and is not only a model.`,
      error.what,
    )
  }
}

function stateDict(root: PickleValue, name: string, storage: StorageBytes): StateDict {
  const tensors = new Map<string, TensorEntry>()
  for (const [key, value] of weightsIn(root, name)) {
    const tensor = tensorOf(value, name, storage)
    if (typeof key === 'string' && tensor) tensors.set(key, tensor)
  }
  if (tensors.size === 0) throw refuse(name, 'unknown-architecture', 'holds no weights.', 'PyTorch')
  return tensors
}

function weightsIn(root: PickleValue, name: string): PickleDict {
  if (!(root instanceof Map)) throw refuse(name, 'unknown-architecture', 'holds no table of weights.', 'PyTorch')
  for (const holder of HOLDERS) {
    const inner = root.get(holder)
    if (inner instanceof Map && inner.size > 0) return inner
  }
  return root
}

/** Storages are named by `('storage', type, key, device, length)`. */
function storageOf(value: PickleValue | undefined) {
  const parts = isPersistent(value) ? value.persistent : undefined
  if (!Array.isArray(parts)) return undefined
  const [, kind, key] = parts
  const known = isGlobal(kind) ? storages[kind.global] : undefined
  return known && typeof key === 'string' ? { ...known, key } : undefined
}

/** `_rebuild_tensor_v2(storage, offset, size, stride, ...)`, by itself or as a parameter. */
function tensorOf(value: PickleValue, name: string, storage: StorageBytes): TensorEntry | undefined {
  if (!isCalled(value)) return undefined
  if (value.called === PARAMETER) return tensorOf(value.args[0] ?? null, name, storage)
  const [source, offset, shape, strides] = value.args
  const place = storageOf(source)
  if (!place?.type || typeof offset !== 'number' || !isNumbers(shape) || !isNumbers(strides)) return undefined
  const elements = elementsOf(shape)
  if (elements === undefined)
    throw refuse(name, 'absurd-size', `claims a tensor of absurd size (${shape.join(' x ')}).`)
  const { type, key } = place
  if (!isContiguous(shape, strides))
    throw refuse(name, 'unsupported-variant', 'keeps its weights in an unusual order.', 'stride')
  const found = storage(key)
  const [from, length] = [offset * storedTypes[type], elements * storedTypes[type]]
  if (!found) throw truncated(name)
  if (from < 0 || from + length > found.bytes)
    throw refuse(name, 'corrupt', 'is damaged: weights are shorter than they claim.')
  return { shape, load: async () => toFloat32(await found.read(from, length), type) }
}

const isNumbers = (value: PickleValue | undefined): value is number[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'number')

function isContiguous(shape: readonly number[], strides: readonly number[]): boolean {
  let expected = 1
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1 && strides[axis] !== expected) return false
    expected *= shape[axis] as number
  }
  return true
}
