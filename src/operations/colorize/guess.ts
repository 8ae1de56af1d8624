import { AppError } from '../../shared/errors.ts'
import { type Raster, reflect, toFloats } from '../../shared/image/raster.ts'
import type { ModelCard } from '../../shared/model-card.ts'
import type { ModelSession, NetworkPlanes, RunContext, Size } from '../define.ts'
import { labOf, writeLab } from '../support/lab.ts'
import { decodeBins } from './bins.ts'
import type { Chroma, Reduced } from './chroma.ts'
import { grayByte } from './merge-yuv.ts'
import { RENDER_STEP } from './op.ts'
import { reducedOf, reducePicture } from './reduce.ts'
import { between, refine } from './refine.ts'
import { decodingFor, leanOf } from './variants.ts'

/** What networks of this task give, told by their cards. */
export type Contract = 'bins' | 'chroma' | 'picture'

/** @throws AppError `model-broken` for one that gives no colours */
export function contractOf({ id, bins, output, input }: ModelCard): Contract {
  if (bins && input.channels === 4 && output.channels === bins.count * bins.count) return 'bins'
  if (!bins && input.channels === 3 && output.channels === 2) return 'chroma'
  if (!bins && input.channels === 3 && output.channels === 3) return 'picture'
  throw new AppError('model-broken', `The model “${id}” does not return colours.`, { model: id })
}

const FULL_L = 100

export interface Wish {
  readonly vividness: number
  readonly variant: number
  readonly seed: number
}

/**
 * What the built-in network guesses, of the guide's size. Input: L* / 100, and three planes for hints, left empty: it
 * does less with them than `moveAlike` and `spreadHints` do. Output: logits of the card's bins at a quarter of the size.
 * Shape is kept, sides are filled up by mirroring.
 */
export async function guessBins(session: ModelSession, guide: Reduced, wish: Wish): Promise<Chroma> {
  const { card } = session
  const input = binsInput(guide, card.multiple)
  const logits = await session.infer(input)
  const bins = card.bins as NonNullable<ModelCard['bins']>
  const { every } = bins
  const size = { width: Math.ceil(guide.width / every), height: Math.ceil(guide.height / every) }
  const lean = leanOf(wish.variant, wish.seed, size)
  const { temperature, gain } = decodingFor(wish.vividness, bins.temperature)
  const coarse = decodeBins(logits, bins, size, { temperature, gain: gain * bins.gain, lean })
  return refine(coarse, guide, every)
}

export function binsInput({ width, height, lightness }: Reduced, multiple: number): NetworkPlanes {
  const [wide, high] = [upTo(width, multiple), upTo(height, multiple)]
  const data = new Float32Array(4 * wide * high)
  for (let y = 0; y < high; y++)
    for (let x = 0; x < wide; x++)
      data[y * wide + x] = (lightness[reflect(y, height) * width + reflect(x, width)] as number) / FULL_L
  return { channels: 4, width: wide, height: high, data }
}

const upTo = (length: number, multiple: number) => Math.ceil(length / multiple) * multiple

/** The square that networks of others squeeze a picture into, as their authors do. */
export const squareFor = ({ side, multiple }: ModelCard, renderFactor: number): Size => {
  const length = side ?? upTo(renderFactor * RENDER_STEP, multiple)
  return { width: length, height: length }
}

/**
 * DDColor: gray made of L* as three equal channels, 0..1; gives a* and b* at the same size.
 * @returns a square, to be stretched over the picture
 */
export async function guessChroma(session: ModelSession, whole: Raster, renderFactor: number, context: RunContext) {
  const square = squareFor(session.card, renderFactor)
  const { lightness } = reducedOf(await reducePicture(whole, square, context))
  const area = lightness.length
  const data = new Float32Array(3 * area)
  const gray = new Float32Array(3)
  lightness.forEach((value, i) => {
    writeLab(value, 0, 0, gray, 0)
    for (let c = 0; c < 3; c++) data[c * area + i] = gray[1] as number
  })
  const output = await session.infer({ channels: 3, ...square, data })
  return chromaOf(output, session.card)
}

function chromaOf({ width, height, data }: NetworkPlanes, card: ModelCard): Chroma {
  const area = width * height
  if (data.length !== 2 * area) throw new AppError('model-broken', `The model “${card.id}” does not return colours.`)
  return { width, height, a: data.slice(0, area), b: data.slice(area) }
}

/** A small picture in bytes, interleaved RGB. */
export interface Bytes extends Size {
  readonly data: Uint8Array
}

/**
 * DeOldify: luma (BT.601) as three equal channels, 0..255, normalisation inside; gives RGB 0..255 of the same size.
 * @returns a square, to be stretched over the picture
 */
export async function guessPicture(session: ModelSession, whole: Raster, renderFactor: number, context: RunContext) {
  const square = squareFor(session.card, renderFactor)
  const small = await reducePicture(whole, square, context)
  const samples = toFloats(small)
  const area = square.width * square.height
  const data = new Float32Array(3 * area)
  const full = session.card.input.range[1]
  for (let i = 0; i < area; i++) {
    const value = (grayByte(samples, i * small.channels, small.channels) / 255) * full
    for (let c = 0; c < 3; c++) data[c * area + i] = value
  }
  const output = await session.infer({ channels: 3, ...square, data })
  const bytes = new Uint8Array(3 * area)
  const scale = 255 / session.card.output.range[1]
  // Cut off like a cast to bytes, after clipping: that is what its authors do.
  for (let i = 0; i < bytes.length; i++) {
    const value = (output.data[(i % 3) * area + Math.floor(i / 3)] as number) * scale
    bytes[i] = Math.min(255, Math.max(0, value))
  }
  return { ...square, data: bytes }
}

/** A guess of another size, as seen at the guide's size: what hints are spread by. */
export function chromaAt(guide: Size, from: Size, read: (x: number, y: number) => readonly [number, number]): Chroma {
  const { width, height } = guide
  const [a, b] = [new Float32Array(width * height), new Float32Array(width * height)]
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [placeAlong(i % width, width, from.width), placeAlong(Math.floor(i / width), height, from.height)]
    const [own, other] = read(x, y)
    a[i] = own
    b[i] = other
  }
  return { width, height, a, b }
}

/** Where the middle of a pixel lies in a picture of another size, within its pixels. */
export const placeAlong = (index: number, length: number, other: number): number =>
  Math.min(other - 1, Math.max(0, ((index + 0.5) * other) / length - 0.5))

export const chromaReader =
  ({ width, height, a, b }: Chroma) =>
  (x: number, y: number) =>
    [between(a, width, height, x, y), between(b, width, height, x, y)] as const

export const pictureReader =
  ({ width, data }: Bytes) =>
  (x: number, y: number) => {
    const at = (Math.round(y) * width + Math.round(x)) * 3
    const [, a, b] = labOf((data[at] as number) / 255, (data[at + 1] as number) / 255, (data[at + 2] as number) / 255)
    return [a, b] as const
  }
