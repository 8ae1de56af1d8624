import type { Plane } from '../luma.ts'

/** MATLAB's `imresize(0.5)`: antialiased cubic convolution (a = -0.5), edge pixels mirrored and repeated. */
const taps = (() => {
  const cubic = (x: number) => (x <= 1 ? (1.5 * x - 2.5) * x * x + 1 : ((-0.5 * x + 2.5) * x - 4) * x + 2)
  const half = [0.25, 0.75, 1.25, 1.75].map((x) => cubic(x))
  const all = [...half.toReversed(), ...half]
  const sum = all.reduce((total, value) => total + value, 0)
  return all.map((value) => value / sum)
})()

const mirror = (index: number, length: number) =>
  index < 0 ? -1 - index : index < length ? index : 2 * length - 1 - index

export function halve({ data, width, height }: Plane): Plane {
  const [wide, high] = [width >> 1, height >> 1]
  const down = new Float64Array(width * high)
  for (let y = 0; y < high; y++) {
    taps.forEach((weight, k) => {
      const from = mirror(2 * y - 3 + k, height) * width
      for (let x = 0; x < width; x++)
        down[y * width + x] = (down[y * width + x] as number) + weight * (data[from + x] as number)
    })
  }
  const output = new Float32Array(wide * high)
  for (let y = 0; y < high; y++) {
    for (let x = 0; x < wide; x++) {
      let sum = 0
      taps.forEach((weight, k) => {
        sum += weight * (down[y * width + mirror(2 * x - 3 + k, width)] as number)
      })
      output[y * wide + x] = sum
    }
  }
  return { data: output, width: wide, height: high }
}
