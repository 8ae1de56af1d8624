/** Side of the blocks that are compared: small enough that a hand that moves fills one. */
const BLOCK = 8
/** Mean difference, 0..255, that packing alone makes of a block. Grain of its own makes more. */
const PACKED = 0.5

/** Whether a small frame shows the one before it once more: not one block of it has changed. */
export function isRepeat(before: Uint8Array, now: Uint8Array, width: number): boolean {
  const height = now.length / width
  for (let top = 0; top < height; top += BLOCK)
    for (let left = 0; left < width; left += BLOCK) {
      const [right, bottom] = [Math.min(width, left + BLOCK), Math.min(height, top + BLOCK)]
      let sum = 0
      for (let y = top; y < bottom; y++)
        for (let i = y * width + left; i < y * width + right; i++)
          sum += Math.abs((now[i] as number) - (before[i] as number))
      if (sum > PACKED * (right - left) * (bottom - top)) return false
    }
  return true
}
