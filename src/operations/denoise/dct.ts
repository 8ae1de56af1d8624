/** Orthonormal 8-point DCT-II: a white noise of deviation s stays one in every coefficient. */
export const SIZE = 8
export const AREA = SIZE * SIZE

const cosine = (k: number) => Math.cos((k * Math.PI) / 16) / 2
const C1 = cosine(1)
const C2 = cosine(2)
const C3 = cosine(3)
const C4 = cosine(4)
const C5 = cosine(5)
const C6 = cosine(6)
const C7 = cosine(7)

/** Eight samples `from[start + i * step]` -> coefficients `to[at + k * stride]`; both may be the same place. */
export function forward8(
  from: Float64Array,
  start: number,
  step: number,
  to: Float64Array,
  at: number,
  stride: number,
) {
  const a0 = from[start] as number
  const a1 = from[start + step] as number
  const a2 = from[start + 2 * step] as number
  const a3 = from[start + 3 * step] as number
  const a4 = from[start + 4 * step] as number
  const a5 = from[start + 5 * step] as number
  const a6 = from[start + 6 * step] as number
  const a7 = from[start + 7 * step] as number
  const s0 = a0 + a7
  const s1 = a1 + a6
  const s2 = a2 + a5
  const s3 = a3 + a4
  const d0 = a0 - a7
  const d1 = a1 - a6
  const d2 = a2 - a5
  const d3 = a3 - a4
  to[at] = C4 * (s0 + s1 + s2 + s3)
  to[at + 4 * stride] = C4 * (s0 - s1 - s2 + s3)
  to[at + 2 * stride] = C2 * (s0 - s3) + C6 * (s1 - s2)
  to[at + 6 * stride] = C6 * (s0 - s3) - C2 * (s1 - s2)
  to[at + stride] = C1 * d0 + C3 * d1 + C5 * d2 + C7 * d3
  to[at + 3 * stride] = C3 * d0 - C7 * d1 - C1 * d2 - C5 * d3
  to[at + 5 * stride] = C5 * d0 - C1 * d1 + C7 * d2 + C3 * d3
  to[at + 7 * stride] = C7 * d0 - C5 * d1 + C3 * d2 - C1 * d3
}

/** The inverse of `forward8`, in place: `block[start + i * step]`. */
export function inverse8(block: Float64Array, start: number, step: number): void {
  const b0 = block[start] as number
  const b1 = block[start + step] as number
  const b2 = block[start + 2 * step] as number
  const b3 = block[start + 3 * step] as number
  const b4 = block[start + 4 * step] as number
  const b5 = block[start + 5 * step] as number
  const b6 = block[start + 6 * step] as number
  const b7 = block[start + 7 * step] as number
  const p = C4 * (b0 + b4)
  const q = C4 * (b0 - b4)
  const r = C2 * b2 + C6 * b6
  const t = C6 * b2 - C2 * b6
  const e0 = p + r
  const e1 = q + t
  const e2 = q - t
  const e3 = p - r
  const o0 = C1 * b1 + C3 * b3 + C5 * b5 + C7 * b7
  const o1 = C3 * b1 - C7 * b3 - C1 * b5 - C5 * b7
  const o2 = C5 * b1 - C1 * b3 + C7 * b5 + C3 * b7
  const o3 = C7 * b1 - C5 * b3 + C3 * b5 - C1 * b7
  block[start] = e0 + o0
  block[start + step] = e1 + o1
  block[start + 2 * step] = e2 + o2
  block[start + 3 * step] = e3 + o3
  block[start + 4 * step] = e3 - o3
  block[start + 5 * step] = e2 - o2
  block[start + 6 * step] = e1 - o1
  block[start + 7 * step] = e0 - o0
}

/** Transforms an 8 x 8 block in place: row v, column u holds vertical frequency v and horizontal frequency u. */
export function forward(block: Float64Array): void {
  for (let x = 0; x < SIZE; x++) forward8(block, x, SIZE, block, x, SIZE)
  for (let y = 0; y < SIZE; y++) forward8(block, y * SIZE, 1, block, y * SIZE, 1)
}

export function inverse(block: Float64Array): void {
  for (let y = 0; y < SIZE; y++) inverse8(block, y * SIZE, 1)
  for (let x = 0; x < SIZE; x++) inverse8(block, x, SIZE)
}
