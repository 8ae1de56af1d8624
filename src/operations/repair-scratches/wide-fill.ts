import { cutReflected, type Raster, toFloats } from '../../shared/image/raster.ts'
import type { RunContext } from '../define.ts'
import { fillFromPatches, halve } from './exemplar.ts'
import { type GrainMap, missingGrain, type Rectangle } from './grain.ts'
import { type Matches, type Piece, REACH } from './patch-match.ts'
import { grown, type WideHole } from './wide.ts'

/** Around a hole is looked this far, as a part of its size, and at least so many pixels. */
const AROUND = 0.75
const AROUND_LEAST = 48
/** A hole is matched at a scale at which it has at most this many pixels; its details are then copied at full scale. */
const MOST_HOLE = 40_000
const MOST_PIECE = 500_000
/** All holes of a picture together, at the scales they are matched at. */
const MOST_TOGETHER = 240_000
const HOLE_LEAST = 4000
/** A piece with more pixels than this does not fit into memory bounds. */
const MOST_FULL = 12_000_000

/** A wide place as it is to be. */
export interface Filled extends WideHole {
  /** Colours of the box, interleaved; only those of `part` mean something. */
  readonly data: Float32Array
  /** Part of the surrounding grain that has to be added, 0..1. */
  readonly missing: number
}

/** Fills wide places by copying from their surroundings. Places that cannot be filled so are left out. */
export async function fillWide(
  image: Raster,
  mask: Uint8Array,
  holes: readonly WideHole[],
  grain: GrainMap,
  context: Pick<RunContext, 'pause' | 'seed' | 'log'>,
): Promise<Filled[]> {
  const most = Math.max(HOLE_LEAST, Math.min(MOST_HOLE, MOST_TOGETHER / holes.length))
  const filled: Filled[] = []
  for (const [n, hole] of holes.entries()) {
    const data = await fillOne(image, mask, hole, most, { ...context, seed: context.seed + n })
    if (data) {
      const missing = missingGrain(data, image.channels, hole.box, hole.part, grain)
      filled.push({ ...hole, data, missing })
    } else context.log('a hole has nothing around it to copy from')
  }
  return filled
}

async function fillOne(
  image: Raster,
  mask: Uint8Array,
  { box, part }: WideHole,
  most: number,
  context: Pick<RunContext, 'pause' | 'seed'>,
): Promise<Float32Array | undefined> {
  const window = windowAround(box, image)
  if (!window) return undefined
  const piece = cutPiece(image, mask, window)
  const small = shrunk(piece, most)
  const result = await fillFromPatches(small.piece, context.seed, context)
  if (!result) return undefined
  const fromPiece = (x: number, y: number) => (box.top - window.top + y) * window.width + box.left - window.left + x
  const { channels } = image
  const output = new Float32Array(part.length * channels)
  const copy = copier(piece, result, small.factor)
  for (let y = 0, i = 0; y < box.height; y++)
    for (let x = 0; x < box.width; x++, i++) if (part[i] === 1) copy(fromPiece(x, y), output, i * channels)
  return output
}

function windowAround(box: Rectangle, image: Raster): Rectangle | undefined {
  for (let part = AROUND; part > 0.05; part /= 2) {
    const margin = Math.max(AROUND_LEAST, Math.round(part * Math.max(box.width, box.height)))
    const window = grown(box, margin, image)
    if (window.width * window.height <= MOST_FULL) return window
  }
  return undefined
}

function cutPiece(image: Raster, mask: Uint8Array, { left, top, width, height }: Rectangle): Piece {
  const data = toFloats(cutReflected(image, left, top, width, height))
  const hole = new Uint8Array(width * height)
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++) hole[i] = mask[(top + y) * image.width + left + x] === 0 ? 0 : 1
  return { width, height, channels: image.channels, data, hole }
}

function shrunk(piece: Piece, most: number): { readonly piece: Piece; readonly factor: number } {
  const holes = piece.hole.reduce((sum, value) => sum + value, 0)
  let [small, factor] = [piece, 1]
  while (holes / factor ** 2 > most || small.hole.length > MOST_PIECE) {
    small = halve(small)
    factor *= 2
  }
  return { piece: small, factor }
}

type Found = { readonly piece: Piece; readonly matches: Matches }

/** Gives the colours of one pixel: what was voted, or at a larger scale the details of the places that were found. */
function copier(piece: Piece, { piece: small, matches }: Found, factor: number) {
  const { channels, data } = piece
  if (factor === 1) {
    return (at: number, output: Float32Array, to: number) => {
      for (let c = 0; c < channels; c++) output[to + c] = small.data[at * channels + c] as number
    }
  }
  return (at: number, output: Float32Array, to: number) => {
    const [x, y] = [at % piece.width, Math.floor(at / piece.width)]
    const [u, v] = [(x + 0.5) / factor - 0.5, (y + 0.5) / factor - 0.5]
    const [left, top] = [Math.floor(u), Math.floor(v)]
    let sum = 0
    for (let j = 0; j < 2; j++) {
      for (let i = 0; i < 2; i++) {
        const source = sourceOf(piece, small, matches, left + i, top + j, x, y, factor)
        if (source < 0) continue
        const weight = (1 - Math.abs(u - left - i)) * (1 - Math.abs(v - top - j)) + 1e-6
        sum += weight
        for (let c = 0; c < channels; c++)
          output[to + c] = (output[to + c] as number) + weight * (data[source * channels + c] as number)
      }
    }
    if (sum > 0) for (let c = 0; c < channels; c++) output[to + c] = (output[to + c] as number) / sum
  }
}

/** The full-scale pixel that a match of the small scale points to, for a pixel beside the middle of its cell. */
function sourceOf(
  piece: Piece,
  small: Piece,
  { indexOf, sources }: Matches,
  column: number,
  row: number,
  x: number,
  y: number,
  factor: number,
): number {
  const u = Math.min(small.width - 1, Math.max(0, column))
  const v = Math.min(small.height - 1, Math.max(0, row))
  const match = indexOf[v * small.width + u] ?? -1
  if (match < 0) return y * piece.width + x
  const source = sources[match] as number
  const sx = x + factor * ((source % small.width) - u)
  const sy = y + factor * (Math.floor(source / small.width) - v)
  const inside = sx >= REACH && sy >= REACH && sx < piece.width - REACH && sy < piece.height - REACH
  return inside && piece.hole[sy * piece.width + sx] === 0 ? sy * piece.width + sx : -1
}
