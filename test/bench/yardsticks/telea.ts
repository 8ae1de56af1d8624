import { type Raster, toFloats } from '../../../src/shared/image/raster.ts'

const [KNOWN, BAND, INSIDE] = [0, 1, 2]
const FAR = 1e6

/**
 * A. Telea, _An Image Inpainting Technique Based on the Fast Marching Method_, 2004: the hole is filled from its edge
 * inwards in the order of distance, each pixel with a weighted first-order estimate from its known neighbours.
 * @param hole one byte per pixel, 1 where to fill
 */
export function telea(image: Raster, hole: Uint8Array, radius = 5): Raster {
  const { width, height, channels } = image
  const data = toFloats(image).slice()
  const state = new Uint8Array(hole.length)
  const distance = new Float32Array(hole.length)
  const heap = createHeap(distance)
  for (let i = 0; i < hole.length; i++) {
    if (hole[i] === 0) continue
    state[i] = INSIDE
    distance[i] = FAR
  }
  const around = (i: number) => {
    const x = i % width
    return [
      x > 0 ? i - 1 : -1,
      x < width - 1 ? i + 1 : -1,
      i >= width ? i - width : -1,
      i + width < hole.length ? i + width : -1,
    ]
  }
  for (let i = 0; i < hole.length; i++) {
    if (state[i] !== KNOWN || !around(i).some((n) => n >= 0 && state[n] === INSIDE)) continue
    state[i] = BAND
    heap.push(i)
  }
  const time = (n: number) => (n >= 0 && state[n] === KNOWN ? (distance[n] as number) : FAR)
  const solve = (a: number, b: number) => {
    if (a >= FAR && b >= FAR) return FAR
    if (Math.abs(a - b) >= 1) return 1 + Math.min(a, b)
    return (a + b + Math.sqrt(2 - (a - b) ** 2)) / 2
  }
  const slope = (before: number, after: number, of: (n: number) => number, own: number) => {
    const [b, a] = [before >= 0 && state[before] !== INSIDE, after >= 0 && state[after] !== INSIDE]
    if (b && a) return (of(after) - of(before)) / 2
    return a ? of(after) - own : b ? own - of(before) : 0
  }
  for (let i = heap.pop(); i !== undefined; i = heap.pop()) {
    state[i] = KNOWN
    for (const n of around(i)) {
      if (n < 0 || state[n] !== INSIDE) continue
      const [left, right, up, down] = around(n) as [number, number, number, number]
      distance[n] = solve(Math.min(time(left), time(right)), Math.min(time(up), time(down)))
      const [tx, ty] = [
        slope(left, right, (k) => distance[k] as number, distance[n] as number),
        slope(up, down, (k) => distance[k] as number, distance[n] as number),
      ]
      for (let c = 0; c < channels; c++) data[n * channels + c] = estimate(n, c, tx, ty)
      state[n] = BAND
      heap.push(n)
    }
  }
  function estimate(n: number, c: number, tx: number, ty: number): number {
    const [x, y] = [n % width, Math.floor(n / width)]
    const value = (k: number) => data[k * channels + c] as number
    let [sum, slopes, weights] = [0, 0, 1e-12]
    for (let v = Math.max(0, y - radius); v <= Math.min(height - 1, y + radius); v++) {
      for (let u = Math.max(0, x - radius); u <= Math.min(width - 1, x + radius); u++) {
        const k = v * width + u
        const [rx, ry] = [x - u, y - v]
        const square = rx * rx + ry * ry
        if (square === 0 || square > radius * radius || state[k] === INSIDE) continue
        const direction = Math.abs(rx * tx + ry * ty) / Math.sqrt(square) || 1e-6
        const level = 1 / (1 + Math.abs((distance[k] as number) - (distance[n] as number)))
        const weight = (direction * level) / square
        const [l, r, t, b] = around(k) as [number, number, number, number]
        sum += weight * value(k)
        slopes += weight * (slope(l, r, value, value(k)) * rx + slope(t, b, value, value(k)) * ry)
        weights += weight
      }
    }
    return Math.min(1, Math.max(0, (sum + slopes) / weights))
  }
  return { ...image, store: data }
}

/** A binary heap of pixels, the nearest first. */
function createHeap(key: Float32Array) {
  const items: number[] = []
  const less = (a: number, b: number) => (key[items[a] as number] as number) < (key[items[b] as number] as number)
  const swap = (a: number, b: number) => {
    const kept = items[a] as number
    items[a] = items[b] as number
    items[b] = kept
  }
  return {
    push(item: number) {
      items.push(item)
      for (let at = items.length - 1; at > 0; ) {
        const parent = (at - 1) >> 1
        if (!less(at, parent)) return
        swap(at, parent)
        at = parent
      }
    },
    pop(): number | undefined {
      const [first] = items
      const last = items.pop()
      if (items.length === 0 || last === undefined) return first
      items[0] = last
      for (let at = 0; ; ) {
        const [left, right] = [2 * at + 1, 2 * at + 2]
        let least = at
        if (left < items.length && less(left, least)) least = left
        if (right < items.length && less(right, least)) least = right
        if (least === at) return first
        swap(at, least)
        at = least
      }
    },
  }
}
