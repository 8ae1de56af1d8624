import type { Raster } from '../../shared/image/raster.ts'
import { paintStrokes, type Stroke } from '../../shared/strokes.ts'
import type { RunContext, Size } from '../define.ts'
import { mapBandsWith } from '../support/bands.ts'
import { labOf, writeLab } from '../support/lab.ts'
import type { Chroma, Reduced } from './chroma.ts'
import { type Bytes, placeAlong } from './guess.ts'
import { jointSampler, type Placement } from './joint.ts'
import { paintMark } from './mark.ts'
import { mergeYuv } from './merge-yuv.ts'
import { lightnessRow } from './reduce.ts'
import { between } from './refine.ts'
import type { Known } from './spread.ts'

/** What is joined to the lightness of a picture. */
export interface Colours {
  readonly guide: Reduced
  /** `joint`: of the guide's size, ending where lightness does. `stretched`: a square, as its authors stretch it. */
  readonly guess:
    | { readonly kind: 'joint' | 'stretched'; readonly chroma: Chroma }
    | { readonly kind: 'picture'; readonly picture: Bytes }
  /** Factor of the guess. */
  readonly gain: number
  /** What is known, of the guide's size. */
  readonly known: Known | undefined
  /** Where the picture's own colours stay, of the guide's size, 0..1. */
  readonly keep: Float32Array | undefined
  /** Where the picture stays as it is. Fractions of `image`. */
  readonly strokes: readonly Stroke[]
  readonly mark: boolean
}

/**
 * Colours on the lightness of the original: L* is the original's at every pixel, or BT.601 luma for models that give a
 * picture. Where sRGB has no such colour at that lightness, chroma gives way.
 * @param image gray or RGB, all of the picture or a part of it
 * @returns RGB
 */
export async function joinColours(image: Raster, colours: Colours, context: RunContext): Promise<Raster> {
  const { part } = context
  const placement = { left: part?.left ?? 0, top: part?.top ?? 0, frame: part?.frame ?? sizeOf(image) }
  const painter = createPainter(image, colours, placement)
  return mapBandsWith(
    image,
    context,
    (output, { top, rows, data }) => {
      const own = new Float32Array(rows * image.width)
      const window = { left: 0, top, width: image.width, height: rows }
      if (colours.strokes.length > 0) paintStrokes(own, window, colours.strokes, image)
      for (let y = 0; y < rows; y++) {
        const [from, to] = [y * image.width, (y + 1) * image.width]
        const row = output.subarray(from * 3, to * 3)
        painter(top + y, data.subarray(from * image.channels, to * image.channels), own.subarray(from, to), row)
        if (colours.mark) paintMark(row, placement.left, placement.top + top + y, placement.frame)
      }
    },
    3,
  )
}

const sizeOf = ({ width, height }: Size): Size => ({ width, height })

/** @param own how much of the pixel stays as it is, 0..1; changed @param output RGB */
type PaintRow = (y: number, data: Float32Array, own: Float32Array, output: Float32Array) => void

function createPainter(image: Raster, colours: Colours, placement: Placement): PaintRow {
  const { width, channels } = image
  const { guess, guide, known, keep, gain } = colours
  const planes = [
    ...(guess.kind === 'joint' ? [guess.chroma.a, guess.chroma.b] : []),
    ...(known ? [known.a, known.b, known.sure] : []),
    ...(keep ? [keep] : []),
  ]
  const sampled = planes.map(() => new Float32Array(width))
  const sample = planes.length > 0 ? jointSampler(guide, planes, placement, width) : undefined
  const [a, b] = guess.kind === 'joint' ? (sampled as [Float32Array, Float32Array]) : [row(width), row(width)]
  const fromKnown = guess.kind === 'joint' ? 2 : 0
  const kept = keep && sampled.at(-1)
  const isPlain = !known && gain === 1
  return (y, data, own, output) => {
    const lightness = lightnessRow(data, channels, width)
    sample?.(y, lightness, sampled)
    if (kept) for (let x = 0; x < width; x++) own[x] = Math.max(own[x] as number, kept[x] as number)
    if (guess.kind === 'stretched') stretchRow(guess.chroma, placement, y, a, b)
    if (guess.kind === 'picture') {
      mergeRow(guess.picture, placement, y, { data, channels, width }, output)
      if (!isPlain) chromaOfRow(output, a, b)
    }
    if (gain !== 1) for (let x = 0; x < width; x++) scale(a, b, x, gain)
    if (known) lean(a, b, sampled, fromKnown)
    const isMerged = guess.kind === 'picture' && isPlain
    for (let x = 0; x < width; x++) {
      const share = own[x] as number
      if (share >= 1) copyPixel(data, x * channels, channels, output, 3 * x)
      else if (share > 0) {
        if (isMerged) chromaOfPixel(output, x, a, b)
        mixWithOwn(data, x, channels, share, a, b)
      }
      if (share < 1 && !(isMerged && share === 0))
        writeLab(lightness[x] as number, a[x] as number, b[x] as number, output, 3 * x)
    }
  }
}

const row = (width: number) => new Float32Array(width)

function scale(a: Float32Array, b: Float32Array, x: number, gain: number): void {
  a[x] = (a[x] as number) * gain
  b[x] = (b[x] as number) * gain
}

/** Towards what is known, as surely as it is. */
function lean(a: Float32Array, b: Float32Array, sampled: readonly Float32Array[], from: number): void {
  const [knownA, knownB, sure] = sampled.slice(from) as [Float32Array, Float32Array, Float32Array]
  for (let x = 0; x < a.length; x++) {
    const share = sure[x] as number
    a[x] = (a[x] as number) + share * ((knownA[x] as number) - (a[x] as number))
    b[x] = (b[x] as number) + share * ((knownB[x] as number) - (b[x] as number))
  }
}

function copyPixel(data: Float32Array, from: number, channels: number, output: Float32Array, to: number): void {
  for (let c = 0; c < 3; c++) output[to + c] = data[from + (channels < 3 ? 0 : c)] as number
}

function mixWithOwn(data: Float32Array, x: number, channels: number, share: number, a: Float32Array, b: Float32Array) {
  const at = x * channels
  const [, ownA, ownB] =
    channels < 3 ? [0, 0, 0] : labOf(data[at] as number, data[at + 1] as number, data[at + 2] as number)
  a[x] = (a[x] as number) + share * (ownA - (a[x] as number))
  b[x] = (b[x] as number) + share * (ownB - (b[x] as number))
}

function chromaOfPixel(rgb: Float32Array, x: number, a: Float32Array, b: Float32Array): void {
  const [, ownA, ownB] = labOf(rgb[3 * x] as number, rgb[3 * x + 1] as number, rgb[3 * x + 2] as number)
  a[x] = ownA
  b[x] = ownB
}

/** Chroma of a merged row; from here on it goes on the lightness of the original. */
function chromaOfRow(rgb: Float32Array, a: Float32Array, b: Float32Array): void {
  for (let x = 0; x < a.length; x++) chromaOfPixel(rgb, x, a, b)
}

function stretchRow(chroma: Chroma, { left, top, frame }: Placement, y: number, a: Float32Array, b: Float32Array) {
  const { width, height } = chroma
  const v = placeAlong(top + y, frame.height, height)
  for (let x = 0; x < a.length; x++) {
    const u = placeAlong(left + x, frame.width, width)
    a[x] = between(chroma.a, width, height, u, v)
    b[x] = between(chroma.b, width, height, u, v)
  }
}

interface SourceRow {
  readonly data: Float32Array
  readonly channels: number
  readonly width: number
}

/** The model's bytes, stretched and rounded to bytes again, give U and V; the original gives Y. */
function mergeRow(picture: Bytes, { left, top, frame }: Placement, y: number, source: SourceRow, output: Float32Array) {
  const { width, height, data } = picture
  const v = placeAlong(top + y, frame.height, height)
  const upper = Math.floor(v)
  const lower = Math.min(height - 1, upper + 1)
  const byte = (x: number, right: number, u: number, c: number): number => {
    const at = (line: number, column: number) => data[(line * width + column) * 3 + c] as number
    const above = at(upper, x) * (1 - u) + at(upper, right) * u
    const below = at(lower, x) * (1 - u) + at(lower, right) * u
    return Math.round(above * (1 - (v - upper)) + below * (v - upper))
  }
  for (let x = 0; x < source.width; x++) {
    const u = placeAlong(left + x, frame.width, width)
    const from = Math.floor(u)
    const right = Math.min(width - 1, from + 1)
    const model = [
      byte(from, right, u - from, 0),
      byte(from, right, u - from, 1),
      byte(from, right, u - from, 2),
    ] as const
    mergeYuv(source.data, x * source.channels, source.channels, model, output, 3 * x)
  }
}
