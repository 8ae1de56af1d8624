import type { RunContext } from '../define.ts'
import { depths, STEP } from './distance.ts'
import { improve, knownCentres, type Matches, type Piece, REACH, refreshCosts, startMatches } from './patch-match.ts'

/** Coarsest level: the hole is only about this deep, so that its surroundings determine it. */
const SHALLOW = 3
const LEAST_SIDE = 20
/** Rounds of matching and voting from coarse to fine, and sweeps of matching in each. */
const ROUNDS_COARSE = 8
const ROUNDS_FINE = 3
const SWEEPS = 4
/** What lies deeper in the hole is believed less, by this factor for every pixel. */
const TRUST = 1 / 1.3

/**
 * Fills a hole with patches of the same piece, from coarse to fine (Wexler, Shechtman, Irani 2007, with the
 * PatchMatch search of Barnes et al. 2009). Deterministic for a seed.
 *
 * @returns the matches of the finest level and the piece with its hole filled; undefined where there is no known patch
 *   to copy from
 */
export async function fillFromPatches(
  piece: Piece,
  seed: number,
  { pause }: Pick<RunContext, 'pause'>,
): Promise<{ readonly piece: Piece; readonly matches: Matches } | undefined> {
  const levels = pyramid(piece)
  let above: { readonly piece: Piece; readonly matches: Matches } | undefined
  for (const [n, level] of levels.entries()) {
    const known = knownCentres(level)
    const current = above ? takeOver(level, above.piece) : smooth(level)
    const matches = startMatches(current, known, seed + n, guessFrom(above, current))
    if (!matches) continue
    const trust = trustOf(level)
    const rounds = Math.max(ROUNDS_FINE, ROUNDS_COARSE - 2 * n)
    for (let round = 0; round < rounds; round++) {
      for (let sweep = 0; sweep < SWEEPS; sweep++) {
        await pause()
        improve(current, known, matches, sweep, seed + n * 101 + round * 13)
      }
      vote(current, matches, trust, round === rounds - 1 && n === levels.length - 1)
      if (round < rounds - 1) refreshCosts(current, matches)
    }
    above = { piece: current, matches }
  }
  return above
}

/** The piece at ever coarser scales, coarsest first. */
function pyramid(piece: Piece): Piece[] {
  const levels = [piece]
  for (;;) {
    const finest = levels[0] as Piece
    const deepest = Math.max(
      ...rowMaxima(
        depths((i) => finest.hole[i] === 1, finest),
        finest.width,
      ),
    )
    if (deepest <= SHALLOW * STEP || Math.min(finest.width, finest.height) < 2 * LEAST_SIDE) return levels
    levels.unshift(halve(finest))
  }
}

function* rowMaxima(values: Uint8Array, width: number): Generator<number> {
  for (let at = 0; at < values.length; at += width) yield Math.max(...values.subarray(at, at + width))
}

/** Means of the known pixels of every 2 x 2; unknown where fewer than two are known. */
export function halve({ width, height, channels, data, hole }: Piece): Piece {
  const [wide, high] = [Math.floor(width / 2), Math.floor(height / 2)]
  const half: Piece = {
    width: wide,
    height: high,
    channels,
    data: new Float32Array(wide * high * channels),
    hole: new Uint8Array(wide * high),
  }
  for (let y = 0, i = 0; y < high; y++) {
    for (let x = 0; x < wide; x++, i++) {
      const first = 2 * y * width + 2 * x
      const known = [first, first + 1, first + width, first + width + 1].filter((at) => hole[at] === 0)
      if (known.length < 2) half.hole[i] = 1
      for (let c = 0; c < channels; c++) {
        let sum = 0
        for (const at of known) sum += data[at * channels + c] as number
        half.data[i * channels + c] = known.length === 0 ? 0 : sum / known.length
      }
    }
  }
  return half
}

/** A first guess: the hole filled from its edge inwards with means of what is known or filled already. */
function smooth(piece: Piece): Piece {
  const { width, height, channels, hole } = piece
  const data = piece.data.slice()
  const open = Uint8Array.from(hole)
  for (let left = open.reduce((sum, value) => sum + value, 0); left > 0; ) {
    const ring: number[] = []
    for (let i = 0; i < open.length; i++)
      if (open[i] === 1 && fromAround(data, open, i, width, height, channels)) ring.push(i)
    if (ring.length === 0) return { ...piece, data }
    for (const i of ring) open[i] = 0
    left -= ring.length
  }
  return { ...piece, data }
}

/** Writes the mean of the known neighbours into a pixel. @returns false when there are none */
function fromAround(
  data: Float32Array,
  open: Uint8Array,
  i: number,
  width: number,
  height: number,
  channels: number,
): boolean {
  const [x, y] = [i % width, Math.floor(i / width)]
  const sums = new Float64Array(channels)
  let count = 0
  for (let v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++)
    for (let u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) {
      const at = v * width + u
      if (open[at] === 1) continue
      count++
      for (let c = 0; c < channels; c++) sums[c] = (sums[c] as number) + (data[at * channels + c] as number)
    }
  if (count === 0) return false
  for (let c = 0; c < channels; c++) data[i * channels + c] = (sums[c] as number) / count
  return true
}

/** The hole of a finer level, filled with what the coarser one found. */
function takeOver(level: Piece, coarse: Piece): Piece {
  const data = level.data.slice()
  const { width, channels } = level
  for (let i = 0; i < level.hole.length; i++) {
    if (level.hole[i] === 0) continue
    const at = coarseIndex(i, width, coarse)
    for (let c = 0; c < channels; c++) data[i * channels + c] = coarse.data[at * channels + c] as number
  }
  return { ...level, data }
}

function coarseIndex(i: number, width: number, coarse: { readonly width: number; readonly height: number }): number {
  const x = Math.min(coarse.width - 1, (i % width) >> 1)
  const y = Math.min(coarse.height - 1, Math.floor(i / width) >> 1)
  return y * coarse.width + x
}

/** Where the coarser level found a patch, moved by what a pixel is beside the middle of its four. */
function guessFrom(above: { readonly piece: Piece; readonly matches: Matches } | undefined, level: Piece) {
  if (!above) return () => -1
  const { piece, matches } = above
  return (target: number) => {
    const coarse = coarseIndex(target, level.width, piece)
    const match = matches.indexOf[coarse] ?? -1
    if (match < 0) return -1
    const source = matches.sources[match] as number
    const dx = 2 * ((source % piece.width) - (coarse % piece.width))
    const dy = 2 * (Math.floor(source / piece.width) - Math.floor(coarse / piece.width))
    const [x, y] = [(target % level.width) + dx, Math.floor(target / level.width) + dy]
    return x < 0 || y < 0 || x >= level.width || y >= level.height ? -1 : y * level.width + x
  }
}

function trustOf(piece: Piece): Float32Array {
  const depth = depths((i) => piece.hole[i] === 1, piece)
  return Float32Array.from(depth, (value) => TRUST ** (value / STEP))
}

/**
 * Every pixel of the hole becomes the mean of what the patches around it say, the better matching ones counting more.
 * @param sharp the best patch alone decides: for the last round, in which a mean would only take grain away
 */
function vote(piece: Piece, { targets, sources, costs }: Matches, trust: Float32Array, sharp: boolean): void {
  const { width, height, channels, data, hole } = piece
  const sums = new Float32Array(data.length)
  const weights = new Float32Array(hole.length)
  const spread = 2 * Math.max(1e-5, costs.toSorted()[Math.floor(costs.length * 0.75)] ?? 0)
  targets.forEach((target, k) => {
    const [x, y] = [target % width, Math.floor(target / width)]
    const weight = Math.exp(-(costs[k] as number) / spread) * (trust[target] as number) + 1e-8
    const source = sources[k] as number
    for (let v = Math.max(-REACH, -y); v <= Math.min(REACH, height - 1 - y); v++) {
      for (let u = Math.max(-REACH, -x); u <= Math.min(REACH, width - 1 - x); u++) {
        const at = target + v * width + u
        if (hole[at] === 0) continue
        // Near its centre a patch is surest.
        const own = sharp ? weight / (1 + 4 * (u * u + v * v)) : weight
        weights[at] = (weights[at] as number) + own
        for (let c = 0; c < channels; c++)
          sums[at * channels + c] =
            (sums[at * channels + c] as number) + own * (data[(source + v * width + u) * channels + c] as number)
      }
    }
  })
  for (let i = 0; i < hole.length; i++) {
    const weight = weights[i] as number
    if (hole[i] === 0 || weight === 0) continue
    for (let c = 0; c < channels; c++) data[i * channels + c] = (sums[i * channels + c] as number) / weight
  }
}
