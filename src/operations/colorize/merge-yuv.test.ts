import { expect, test } from 'vitest'
import { grayByte, mergeYuv } from './merge-yuv.ts'

/**
 * OpenCV's 8-bit conversions, from their published formulas: fixed point of 14 bits, every result rounded and cut to a
 * byte. `cv2.cvtColor` gives the same for all colours.
 */
const round14 = (value: number) => Math.floor(value / 2 ** 14 + 0.5)
const cut = (value: number) => Math.min(255, Math.max(0, value))
type Colour = readonly [number, number, number]
const toYuv = ([r, g, b]: Colour): Colour => {
  const y = round14(r * 4899 + g * 9617 + b * 1868)
  return [y, cut(round14((b - y) * 8061) + 128), cut(round14((r - y) * 14369) + 128)]
}
const fromYuv = ([y, u, v]: Colour): Colour => [
  y + round14((v - 128) * 18678),
  y + round14((u - 128) * -6472 + (v - 128) * -9519),
  y + round14((u - 128) * 33292),
]

let state = 5
const byte = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  return state >>> 24
}
const colour = (): Colour => [byte(), byte(), byte()]

function merged(original: Colour | readonly [number], model: Colour): number[] {
  const data = Float32Array.from(original, (value) => value / 255)
  const output = new Float32Array(3)
  mergeYuv(data, 0, original.length, model, output, 0)
  return [...output]
}

test('known triples of cv2', () => {
  expect(toYuv([10, 200, 90])).toEqual([131, 108, 22])
  expect(toYuv([255, 0, 0])).toEqual([76, 91, 255])
})

test('what fits between black and white is OpenCV’s, byte for byte', () => {
  let compared = 0
  for (let i = 0; i < 60_000; i++) {
    const [original, model] = [colour(), colour()]
    const [, u, v] = toYuv(model)
    const expected = fromYuv([toYuv(original)[0], u, v])
    if (expected.some((value) => value < 0 || value > 255)) continue
    compared++
    expect(merged(original, model).map((value) => Math.round(value * 255))).toEqual(expected)
  }
  expect(compared).toBeGreaterThan(15_000)
})

test('where bytes would be cut off the light stays', () => {
  for (let i = 0; i < 20_000; i++) {
    const original = [byte()] as const
    const [r, g, b] = merged(original, colour()) as [number, number, number]
    expect(Math.abs(0.299 * r + 0.587 * g + 0.114 * b - original[0] / 255)).toBeLessThan(1 / 255)
  }
})

test('steps finer than a byte survive', () => {
  const values = new Set<number>()
  for (let i = 0; i < 250; i++) {
    const output = new Float32Array(3)
    mergeYuv(Float32Array.of(0.4 + i / 65535), 0, 1, [120, 90, 60], output, 0)
    values.add(output[1] as number)
  }
  expect(values.size).toBeGreaterThan(240)
})

test('gray for the network is Pillow’s luma', () => {
  for (let i = 0; i < 1000; i++) {
    const [r, g, b] = colour()
    const data = Float32Array.of(r / 255, g / 255, b / 255)
    expect(grayByte(data, 0, 3)).toBe((r * 19595 + g * 38470 + b * 7471 + 0x8000) >> 16)
  }
})
