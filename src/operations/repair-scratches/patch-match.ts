import { uniform } from './noise.ts'

/** Patches are 7 x 7. */
export const REACH = 3

/** Colours of a piece of a picture and which of its pixels are to be filled (1). */
export interface Piece {
  readonly width: number
  readonly height: number
  readonly channels: number
  readonly data: Float32Array
  readonly hole: Uint8Array
}

/** For every place whose patch touches the hole (`targets`): where a like patch of known pixels lies. */
export interface Matches {
  readonly targets: Int32Array
  /** Index of a match by pixel, -1 where there is none. */
  readonly indexOf: Int32Array
  /** Source pixel of every target. */
  readonly sources: Int32Array
  /** Mean squared difference of the patches. */
  readonly costs: Float32Array
}

/** Centres of patches that lie inside the piece and hold no pixel of the hole. */
export function knownCentres({ width, height, hole }: Piece): Uint8Array {
  const known = new Uint8Array(hole.length)
  const clean = Uint8Array.from(hole, (value) => 1 - value)
  const rows = new Uint8Array(hole.length)
  for (let y = 0; y < height; y++)
    for (let x = REACH; x < width - REACH; x++) {
      let all = 1
      for (let k = -REACH; k <= REACH; k++) all &= clean[y * width + x + k] as number
      rows[y * width + x] = all
    }
  for (let y = REACH; y < height - REACH; y++)
    for (let x = REACH; x < width - REACH; x++) {
      let all = 1
      for (let k = -REACH; k <= REACH; k++) all &= rows[(y + k) * width + x] as number
      known[y * width + x] = all
    }
  return known
}

/** Places whose patch touches the hole. */
export function targetsOf({ width, height, hole }: Piece): Int32Array {
  const touched = new Uint8Array(hole.length)
  for (let i = 0; i < hole.length; i++) {
    if (hole[i] === 0) continue
    const [x, y] = [i % width, Math.floor(i / width)]
    for (let v = Math.max(0, y - REACH); v <= Math.min(height - 1, y + REACH); v++)
      touched.fill(1, v * width + Math.max(0, x - REACH), v * width + Math.min(width - 1, x + REACH) + 1)
  }
  const targets: number[] = []
  for (let i = 0; i < touched.length; i++) if (touched[i] === 1) targets.push(i)
  return Int32Array.from(targets)
}

/** Mean squared difference of two patches; gives up above `limit`. Parts of the first beyond the piece do not count. */
function cost({ width, height, channels, data }: Piece, target: number, source: number, limit: number): number {
  const [x, y] = [target % width, Math.floor(target / width)]
  const [left, right] = [Math.max(-REACH, -x), Math.min(REACH, width - 1 - x)]
  const [top, bottom] = [Math.max(-REACH, -y), Math.min(REACH, height - 1 - y)]
  const count = (right - left + 1) * (bottom - top + 1)
  const most = limit * count
  let sum = 0
  for (let v = top; v <= bottom; v++) {
    let a = (target + v * width + left) * channels
    let b = (source + v * width + left) * channels
    const end = (target + v * width + right + 1) * channels
    while (a < end) {
      const difference = (data[a++] as number) - (data[b++] as number)
      sum += difference * difference
    }
    if (sum > most) return Number.POSITIVE_INFINITY
  }
  return sum / count
}

/** Matches to begin with: those given where they are valid, else random ones. */
export function startMatches(
  piece: Piece,
  known: Uint8Array,
  seed: number,
  guess: (target: number) => number = () => -1,
): Matches | undefined {
  const centres: number[] = []
  for (let i = 0; i < known.length; i++) if (known[i] === 1) centres.push(i)
  if (centres.length === 0) return undefined
  const random = uniform(seed)
  const targets = targetsOf(piece)
  const indexOf = new Int32Array(piece.hole.length).fill(-1)
  const sources = new Int32Array(targets.length)
  const costs = new Float32Array(targets.length)
  targets.forEach((target, k) => {
    indexOf[target] = k
    const guessed = guess(target)
    const chosen = centres[Math.floor(random() * centres.length)] as number
    sources[k] = guessed >= 0 && known[guessed] === 1 ? guessed : chosen
    costs[k] = cost(piece, target, sources[k] as number, Number.POSITIVE_INFINITY)
  })
  return { targets, indexOf, sources, costs }
}

/** The picture in the hole has changed: what matches cost has to be found anew. */
export function refreshCosts(piece: Piece, { targets, sources, costs }: Matches): void {
  targets.forEach((target, k) => {
    costs[k] = cost(piece, target, sources[k] as number, Number.POSITIVE_INFINITY)
  })
}

/**
 * One sweep of PatchMatch: every match is compared with those of its two neighbours, moved along, and with random ones
 * ever nearer to its own.
 * @param sweep even ones go forward, odd ones backward
 */
export function improve(piece: Piece, known: Uint8Array, matches: Matches, sweep: number, seed: number): void {
  const { width, height } = piece
  const { targets, indexOf, sources, costs } = matches
  const forward = sweep % 2 === 0
  const random = uniform(seed + sweep * 7919)
  const tryOne = (k: number, source: number) => {
    if (known[source] !== 1 || source === sources[k]) return
    const found = cost(piece, targets[k] as number, source, costs[k] as number)
    if (found < (costs[k] as number)) {
      costs[k] = found
      sources[k] = source
    }
  }
  const along = (k: number, step: number) => {
    const neighbour = indexOf[(targets[k] as number) - step]
    if (neighbour !== undefined && neighbour >= 0) tryOne(k, (sources[neighbour] as number) + step)
  }
  for (let n = 0; n < targets.length; n++) {
    const k = forward ? n : targets.length - 1 - n
    const sign = forward ? 1 : -1
    along(k, sign)
    along(k, sign * width)
    for (let reach = Math.max(width, height); reach >= 1; reach = Math.floor(reach / 2)) {
      const source = sources[k] as number
      const x = (source % width) + Math.round((random() * 2 - 1) * reach)
      const y = Math.floor(source / width) + Math.round((random() * 2 - 1) * reach)
      if (x >= 0 && x < width && y >= 0 && y < height) tryOne(k, y * width + x)
    }
  }
}
