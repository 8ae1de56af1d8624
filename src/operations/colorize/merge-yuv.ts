import { clamp01 } from '../../shared/image/raster.ts'

/** Fixed point of OpenCV's 8-bit YUV: 14 bits behind the point, rounded half up. */
const SHIFT = 14
const HALF = 1 << (SHIFT - 1)
const GRAY = 128
const fixed = (value: number) => (value + HALF) >> SHIFT
const saturated = (value: number) => (value < 0 ? 0 : value > 255 ? 255 : value)

/** Luma of bytes (BT.601), a byte. */
const lumaOf = (red: number, green: number, blue: number) => fixed(red * 4899 + green * 9617 + blue * 1868)

/** Luma of encoded samples, 0..255 with what lies between bytes. */
const lightOf = (data: Float32Array, at: number, channels: number): number =>
  channels < 3
    ? 255 * (data[at] as number)
    : 255 * (0.299 * (data[at] as number) + 0.587 * (data[at + 1] as number) + 0.114 * (data[at + 2] as number))

const byteAt = (data: Float32Array, at: number) => Math.round(255 * clamp01(data[at] as number))

/** Luma as Pillow's `convert('L')` has it, a byte. */
export function grayByte(data: Float32Array, at: number, channels: number): number {
  if (channels < 3) return byteAt(data, at)
  return (byteAt(data, at) * 19595 + byteAt(data, at + 1) * 38470 + byteAt(data, at + 2) * 7471 + 0x8000) >> 16
}

/**
 * DeOldify's last step: Y of the original, U and V of what the model made, both as OpenCV's 8-bit conversions have them,
 * byte for byte. Beyond that, what the original holds between two bytes (a scan of 16 bits) is kept; and where bytes
 * would be cut off at 0 or 255, which changes the light, U and V give way instead.
 * @param data samples of the original, encoded 0..1; `at` the pixel's first
 * @param red byte of the model's picture at this pixel, as are the others
 * @param output receives encoded RGB 0..1 from `to` on
 */
export function mergeYuv(
  data: Float32Array,
  at: number,
  channels: number,
  [red, green, blue]: readonly [number, number, number],
  output: Float32Array,
  to: number,
): void {
  const model = lumaOf(red, green, blue)
  const u = saturated(fixed((blue - model) * 8061 + (GRAY << SHIFT))) - GRAY
  const v = saturated(fixed((red - model) * 14369 + (GRAY << SHIFT))) - GRAY
  const y = channels < 3 ? byteAt(data, at) : lumaOf(byteAt(data, at), byteAt(data, at + 1), byteAt(data, at + 2))
  // Always less than half a byte, so that rounding gives OpenCV's byte.
  const rest = Math.max(-0.499, Math.min(0.499, lightOf(data, at, channels) - y))
  const colours = [fixed(v * 18678), fixed(u * -6472 + v * -9519), fixed(u * 33292)] as const
  const part = Math.min(...colours.map((colour) => room(y, colour)))
  for (const [c, colour] of colours.entries()) output[to + c] = clamp01((y + rest + colour * part) / 255)
}

/** The part of a difference that fits between black and white. */
const room = (light: number, colour: number): number =>
  light + colour > 255 ? (255 - light) / colour : light + colour < 0 ? -light / colour : 1
