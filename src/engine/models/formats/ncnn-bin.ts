import { toFloat32 } from '../../onnx/halves.ts'
import { elementsOf } from '../../onnx/limits.ts'
import { refuse } from '../refusal.ts'

const FLOAT16_FLAG = 0x01306b47
const FLOAT32_FLAG = 0

/**
 * Reads the weights of an ncnn `.bin` in the order in which the layers ask for them. Source: ncnn `modelbin.cpp`.
 */
export class NcnnBin {
  #at = 0
  readonly #bytes: Uint8Array
  readonly #name: string

  constructor(bytes: Uint8Array, name: string) {
    this.#bytes = bytes
    this.#name = name
  }

  /** Weights with a flag before them that says how they are stored. @throws AppError `model-refused` */
  tagged(shape: readonly number[]): Float32Array {
    const count = this.#count(shape)
    const flag = new DataView(this.#take(4).slice().buffer).getUint32(0, true)
    if (flag === FLOAT16_FLAG) {
      const values = toFloat32(this.#take(count * 2), 'float16')
      this.#take((4 - ((count * 2) % 4)) % 4)
      return values
    }
    if (flag === FLOAT32_FLAG) return toFloat32(this.#take(count * 4).slice(), 'float32')
    throw refuse(
      this.#name,
      'unsupported-variant',
      'keeps its weights in 8 bits, which is not supported; 16 and 32 bits are.',
      'int8',
    )
  }

  /** Weights as plain float32: biases, slopes. @throws AppError `model-refused` */
  plain(count: number): Float32Array {
    return toFloat32(this.#take(this.#count([count]) * 4).slice(), 'float32')
  }

  /** @throws AppError `model-refused` when something is left over: the files do not belong together */
  end(): void {
    if (this.#at !== this.#bytes.length) throw refuse(this.#name, 'corrupt', 'does not belong to this .param file.')
  }

  #count(shape: readonly number[]): number {
    const count = elementsOf(shape)
    if (count === undefined)
      throw refuse(this.#name, 'absurd-size', `claims weights of absurd size (${shape.join(' x ')}).`)
    return count
  }

  #take(length: number): Uint8Array {
    if (length > this.#bytes.length - this.#at)
      throw refuse(this.#name, 'truncated', 'is cut short, or does not belong to this .param file.')
    const from = this.#at
    this.#at += length
    return this.#bytes.subarray(from, from + length)
  }
}
