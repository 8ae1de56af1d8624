import type { Weight } from '../../onnx/builder.ts'
import { elementsOf } from '../../onnx/limits.ts'
import { limits } from '../limits.ts'
import { refuse } from '../refusal.ts'

/** Weights as a file lists them: shapes are known, data is read when asked for. */
export interface TensorEntry {
  readonly shape: readonly number[]
  load(): Promise<Float32Array>
}
export type StateDict = ReadonlyMap<string, TensorEntry>
export type Weights = ReadonlyMap<string, Weight>

/** Reads all weights of a state dict. @throws AppError `model-refused` when together they are absurdly large */
export async function loadAll(state: StateDict, name: string): Promise<Weights> {
  let bytes = 0
  for (const { shape } of state.values()) bytes += (elementsOf(shape) ?? Number.POSITIVE_INFINITY) * 4
  if (bytes > limits.weightBytes) throw refuse(name, 'absurd-size', 'claims to hold more weights than any model has.')
  const weights = new Map<string, Weight>()
  for (const [key, tensor] of state) weights.set(key, { shape: tensor.shape, data: await tensor.load() })
  return weights
}

/** Bookkeeping of the training that no network needs. */
const BESIDE = /(^|\.)num_batches_tracked$/

/** Without the prefix that multi-GPU training puts before every key. */
export function cleaned(state: StateDict): StateDict {
  const entries = [...state].filter(([key]) => !BESIDE.test(key))
  const prefix = ['module.', 'netG.'].find(
    (start) => entries.length > 0 && entries.every(([key]) => key.startsWith(start)),
  )
  return new Map(prefix ? entries.map(([key, tensor]) => [key.slice(prefix.length), tensor]) : entries)
}
