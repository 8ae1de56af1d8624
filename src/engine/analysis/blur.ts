import type { Patch } from './patches.ts'

/** Samples averaged when a patch is blurred once more. */
const LENGTH = 9
/** Patches with less variation than this (mean step of light) hold nothing that could be sharp. */
const PLAIN = 0.0015

/**
 * Blur of the sharpest patch, 0 sharp .. 1 without any detail (Crete, Dolmiere, Ladret, Nicolas 2007): blurring again
 * takes much from a sharp picture and little from a blurred one. A picture with one sharp thing in it is sharp.
 * @returns undefined when nothing in the picture could tell
 */
export function blurOf(patches: readonly Patch[]): number | undefined {
  const blurs = patches.flatMap((patch) => patchBlur(patch) ?? [])
  return blurs.length > 0 ? Math.min(...blurs) : undefined
}

function patchBlur(patch: Patch): number | undefined {
  const across = loss(patch, 1, patch.width, patch.height, patch.width)
  const down = loss(patch, patch.width, patch.height, patch.width, 1)
  const sides = [across, down].filter((value) => value !== undefined)
  return sides.length > 0 ? Math.max(...sides) : undefined
}

/** Part of the variation along one direction that survives another blur. */
function loss({ light }: Patch, step: number, length: number, lines: number, lineStep: number): number | undefined {
  if (length <= LENGTH) return undefined
  let [variation, lost] = [0, 0]
  let steps = 0
  const prefix = new Float64Array(length + 1)
  for (let line = 0; line < lines; line++) {
    const start = line * lineStep
    for (let i = 0; i < length; i++) prefix[i + 1] = (prefix[i] as number) + (light[start + i * step] as number)
    const blurred = (i: number) => ((prefix[i + LENGTH] as number) - (prefix[i] as number)) / LENGTH
    for (let i = 1; i + LENGTH <= length; i++) {
      const middle = start + (i + (LENGTH >> 1)) * step
      const before = Math.abs((light[middle] as number) - (light[middle - step] as number))
      const after = Math.abs(blurred(i) - blurred(i - 1))
      variation += before
      lost += Math.max(0, before - after)
      steps++
    }
  }
  return variation / Math.max(1, steps) < PLAIN ? undefined : (variation - lost) / variation
}
