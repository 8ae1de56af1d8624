import { AREA, forward, SIZE } from './dct.ts'

/** Noise of one plane. Deviations on the 0..1 scale. */
export interface NoiseEstimate {
  /** Of the finest details: the one number people know. */
  readonly sigma: number
  /** Of each of the 64 frequencies, row by row. Grain coarser than a pixel has more at low ones. */
  readonly spectrum: Float32Array
}

/** About this many blocks are looked at, spread over the picture. */
const BLOCKS = 12_000
/** Fewer, or a smaller part of all, tell nothing: a cut-out on white paper has no calm places but the paper. */
const FEWEST = 40
const FEWEST_PART = 0.06
/** Pixels with a sample beyond these are clipped: their noise is cut off. */
const [DARKEST, LIGHTEST] = [0.03, 0.97]
/** Blocks with more of them are passed over. */
const MOST_CLIPPED = 2

/** Frequencies (horizontal plus vertical) that are judged together, finest first. */
const bands = [
  [7, 14],
  [5, 6],
  [3, 4],
] as const
/**
 * A band is at most this much noisier than the next finer one. Coarser grain than that exists, but so does texture that
 * looks just like it, and keeping grain is the smaller harm.
 */
const COARSER = 1.15
/** What lies below all bands holds shading as well as noise: it is taken to be as noisy as the lowest band. */
const orderOf = (i: number) => (i % SIZE) + Math.floor(i / SIZE)

/**
 * Blind estimate of noise. In every band of frequencies the calmest blocks of a picture hold little but noise, and
 * noise is alike everywhere: the energies of calm blocks are then spread just as chance spreads them. Texture is not:
 * calm blocks of a clean picture differ widely. So the estimate is the level of the calm blocks, believed as far as
 * they are alike.
 *
 * @param clipped per pixel, see `findClipped`
 */
export function estimateNoise(
  plane: Float32Array,
  width: number,
  height: number,
  clipped: Uint8Array = findClipped(plane, 1),
): NoiseEstimate {
  const { blocks, seen } = collect(plane, width, height, clipped)
  const spectrum = new Float32Array(AREA)
  if (blocks.length < Math.max(FEWEST, seen * FEWEST_PART)) return { sigma: 0, spectrum }
  const deviations: number[] = []
  for (const [from, to] of bands) {
    const finer = deviations.at(-1) ?? Number.POSITIVE_INFINITY
    deviations.push(Math.min(finer * COARSER, bandNoise(blocks, from, to)))
  }
  for (let i = 0; i < AREA; i++) {
    const order = orderOf(i)
    const band = bands.findIndex(([from, to]) => order >= from && order <= to)
    spectrum[i] = deviations.at(band) as number
  }
  return { sigma: deviations[0] as number, spectrum }
}

/** Parts of the blocks, calmest first, whose levels are compared. */
const [CALMEST, CALM] = [0.04, 0.16]
/** How much more unlike than by chance the calm blocks may be: up to here all is noise, from there on none. */
const [ALIKE, UNLIKE] = [1.08, 1.26]

function bandNoise(blocks: readonly Float64Array[], from: number, to: number): number {
  const members = Array.from({ length: AREA }, (_, i) => i).filter((i) => orderOf(i) >= from && orderOf(i) <= to)
  const judged = blocks.map((block) => ({ block, level: levelOf(block, members) })).sort((a, b) => a.level - b.level)
  const index = (part: number) => Math.floor(part * judged.length)
  const [calmest, calm] = [judged[index(CALMEST)]?.level ?? 0, judged[index(CALM)]?.level ?? 0]
  if (calmest <= 0) return 0
  // The root mean square of n normal numbers scatters by 1 / sqrt(2 n); these are its quantiles at both parts.
  const scatter = 1 / Math.sqrt(2 * members.length)
  const [byChanceCalmest, byChanceCalm] = [1 - 1.75 * scatter, 1 - 0.99 * scatter]
  const unlike = calm / calmest / (byChanceCalm / byChanceCalmest)
  const belief = Math.min(1, Math.max(0, (UNLIKE - unlike) / (UNLIKE - ALIKE)))
  const middle = medianSquare(judged.slice(0, index(CALM) + 1), members)
  const byMedian = Math.sqrt(middle / MEDIAN_SQUARE) / (1 - 1.4 * scatter)
  return belief * Math.min(byMedian, (calmest / byChanceCalmest + calm / byChanceCalm) / 2)
}

function levelOf(block: Float64Array, members: readonly number[]): number {
  let sum = 0
  for (const i of members) sum += (block[i] as number) ** 2
  return Math.sqrt(sum / members.length)
}

/** The median of a squared normal number, its variance being 1. A weave has few strong frequencies: its median is low. */
const MEDIAN_SQUARE = 0.455

function medianSquare(judged: readonly { readonly block: Float64Array }[], members: readonly number[]): number {
  const squares = new Float64Array(judged.length * members.length)
  let at = 0
  for (const { block } of judged) for (const i of members) squares[at++] = (block[i] as number) ** 2
  squares.sort()
  return squares[squares.length >> 1] ?? 0
}

/** The transforms of blocks spread over the plane. */
function collect(
  plane: Float32Array,
  width: number,
  height: number,
  mask: Uint8Array,
): { blocks: Float64Array[]; seen: number } {
  const [columns, rows] = [Math.floor(width / SIZE), Math.floor(height / SIZE)]
  const skip = Math.max(1, Math.round(Math.sqrt((columns * rows) / BLOCKS)))
  const blocks: Float64Array[] = []
  let seen = 0
  for (let y = 0; y < rows; y += skip) {
    for (let x = 0; x < columns; x += skip) {
      const block = new Float64Array(AREA)
      let clipped = 0
      seen++
      for (let i = 0; i < AREA; i++) {
        const at = (y * SIZE + Math.floor(i / SIZE)) * width + x * SIZE + (i % SIZE)
        block[i] = plane[at] as number
        clipped += mask[at] as number
      }
      if (clipped > MOST_CLIPPED) continue
      forward(block)
      blocks.push(block)
    }
  }
  return { blocks, seen }
}

/** 1 for every pixel with any sample near black or white: there noise tells nothing, in light and in colour. */
export function findClipped(data: Float32Array, channels: number): Uint8Array {
  const clipped = new Uint8Array(data.length / channels)
  for (let i = 0, at = 0; i < clipped.length; i++) {
    for (let c = 0; c < channels; c++, at++) {
      const value = data[at] as number
      if (value < DARKEST || value > LIGHTEST) clipped[i] = 1
    }
  }
  return clipped
}
