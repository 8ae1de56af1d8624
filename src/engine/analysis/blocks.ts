import type { Patch } from './patches.ts'

const BLOCK = 8
/** Steps larger than this are edges of things, not of blocks. */
const EDGE = 0.08
/** Steps smaller than this on average are flat colour: there is nothing to compare with. */
const FLAT = 0.0008

/**
 * How much larger steps of light are at the borders of JPEG's 8 x 8 blocks than inside them.
 * 1 none; about 1.15 at quality 50, 1.5 and more at quality 20.
 */
export function blockiness(patches: readonly Patch[]): number {
  const across = sumSteps(patches, true)
  const down = sumSteps(patches, false)
  return (ratio(across) + ratio(down)) / 2
}

/** Sums and counts of steps, by the place of the pixel within a block. */
interface Steps {
  readonly sum: Float64Array
  readonly count: Float64Array
}

function sumSteps(patches: readonly Patch[], across: boolean): Steps {
  const steps: Steps = { sum: new Float64Array(BLOCK), count: new Float64Array(BLOCK) }
  for (const { light, width, height } of patches) {
    const next = across ? 1 : width
    for (let y = 0; y < height - (across ? 0 : 1); y++) {
      for (let x = 0; x < width - (across ? 1 : 0); x++) {
        const at = y * width + x
        const step = Math.abs((light[at + next] as number) - (light[at] as number))
        if (step > EDGE) continue
        const phase = (across ? x : y) % BLOCK
        steps.sum[phase] = (steps.sum[phase] as number) + step
        steps.count[phase] = (steps.count[phase] as number) + 1
      }
    }
  }
  return steps
}

/** The last place of a block against the middle of the others. */
function ratio({ sum, count }: Steps): number {
  const means = Array.from(sum, (value, i) => value / Math.max(1, count[i] as number))
  const border = means[BLOCK - 1] as number
  const inside = means.slice(0, BLOCK - 1).sort((a, b) => a - b)[3] as number
  return inside < FLAT ? 1 : border / inside
}
