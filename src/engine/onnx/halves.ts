/** Turns the number formats weights are stored in into float32. All little endian. */

export const storedTypes = { float32: 4, float16: 2, bfloat16: 2, float64: 8 } as const
export type StoredType = keyof typeof storedTypes

/** @param bytes a whole number of values */
export function toFloat32(bytes: Uint8Array, type: StoredType): Float32Array {
  const count = bytes.length / storedTypes[type]
  if (type === 'float32' && bytes.byteOffset % 4 === 0) return new Float32Array(bytes.buffer, bytes.byteOffset, count)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const out = new Float32Array(count)
  for (let i = 0; i < count; i++) {
    if (type === 'float32') out[i] = view.getFloat32(i * 4, true)
    else if (type === 'float64') out[i] = view.getFloat64(i * 8, true)
    else if (type === 'float16') out[i] = half(view.getUint16(i * 2, true))
  }
  if (type === 'bfloat16') fillBrain(view, out)
  return out
}

/** A bfloat16 is the upper half of a float32. */
function fillBrain(view: DataView, out: Float32Array): void {
  const bits = new Uint32Array(out.buffer)
  for (let i = 0; i < out.length; i++) bits[i] = view.getUint16(i * 2, true) << 16
}

function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 31
  const fraction = bits & 1023
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}
