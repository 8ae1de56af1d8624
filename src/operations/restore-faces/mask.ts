/** Of the template at 512: the face without the hair's border, and how softly it fades. */
const MIDDLE = [256, 272] as const
const REACH = [172, 216] as const
const FADE = 0.42

/**
 * How much of a change each pixel of the aligned square takes: 1 on the face, fading smoothly to 0 before the square ends.
 * @returns `side` * `side` values 0..1
 */
export function faceMask(side: number): Float32Array {
  const mask = new Float32Array(side * side)
  const unit = side / 512
  for (let y = 0, i = 0; y < side; y++)
    for (let x = 0; x < side; x++, i++) {
      const far =
        Math.hypot((x + 0.5) / unit - MIDDLE[0], ((y + 0.5) / unit - MIDDLE[1]) * (REACH[0] / REACH[1])) / REACH[0]
      const inside = Math.min(1, Math.max(0, (1.2 - far) / FADE))
      mask[i] = inside * inside * (3 - 2 * inside)
    }
  return mask
}
