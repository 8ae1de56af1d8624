import { AppError } from '../../../shared/errors.ts'
import type { ModelCard } from '../../../shared/model-card.ts'
import type { Tensor, Tensors } from '../../define.ts'
import type { Face, Point } from './face.ts'

/** Sides of the cells that detectors divide a picture into. */
const STRIDES = [8, 16, 32] as const
/** Sides of what they are given are multiples of this. */
export const MULTIPLE = 32

interface Size {
  readonly width: number
  readonly height: number
}

/** How a kind of detector is fed, and how its answer is read. */
export interface Contract {
  /** Faces with a higher score count. */
  readonly threshold: number
  /**
   * With a face surer than this the picture is known to lie as it should. Detectors that were taught upright faces see
   * lying ones, too, less surely, and put eyes and mouth where they would be upright.
   */
  readonly upright: number
  /** @param rgb interleaved, 0..1 @param size multiples of `MULTIPLE` */
  feed(rgb: Float32Array, size: Size): Tensors
  read(answer: Tensors, size: Size, threshold: number): Face[]
}

/** @throws AppError `model-broken` for a detector that is neither ours nor YuNet */
export function contractOf(card: ModelCard, inputs: readonly string[]): Contract {
  if (card.input.channels === 1 && card.output.colour === 'faces') return ourContract(card)
  if (inputs.length === 1 && inputs[0] === 'input') return yunet
  throw new AppError('model-broken', `The model “${card.id}” finds no faces.`, { model: card.id })
}

/** BT.601, as in training. */
const [RED, GREEN, BLUE] = [0.299, 0.587, 0.114] as const
const USUAL_THRESHOLD = 0.5

/** models/training/face_detect.py: light in; one row of 15 numbers per cell out, in units of the cell's side. */
function ourContract({ metrics }: ModelCard): Contract {
  const named = Object.values(metrics).flatMap(({ threshold }) => threshold ?? [])
  return {
    threshold: named[0] ?? USUAL_THRESHOLD,
    // It was taught faces in every position, and their points tell which.
    upright: 0,
    feed: (rgb, { width, height }) => {
      const data = new Float32Array(width * height)
      for (let i = 0, at = 0; i < data.length; i++, at += 3)
        data[i] = RED * (rgb[at] as number) + GREEN * (rgb[at + 1] as number) + BLUE * (rgb[at + 2] as number)
      return { input: { data, dimensions: [1, 1, height, width] } }
    },
    read: (answer, size, threshold) => {
      const { data, dimensions } = need(answer, 'output')
      const count = dimensions[2] ?? 0
      const faces: Face[] = []
      let cell = 0
      for (const stride of STRIDES) {
        for (const [x, y] of cells(size, stride)) {
          const at = (k: number) => data[k * count + cell] as number
          const score = at(0)
          if (score > threshold) {
            const place = (k: number): Point => [(x + 0.5 + at(k)) * stride, (y + 0.5 + at(k + 1)) * stride]
            faces.push(faceOf(place(1), place(3), score, [place(5), place(7), place(9), place(11), place(13)]))
          }
          cell++
        }
      }
      return faces
    },
  }
}

/**
 * YuNet by its contract: `input` float32 [1, 3, H, W], BGR 0..255; for each stride `cls`, `obj` [1, N, 1], `bbox`
 * [1, N, 4] (middle as an offset from the cell's corner, logarithms of the sides), `kps` [1, N, 10] (offsets), all in
 * units of the stride. The score is the root of `cls` times `obj`.
 */
const yunet: Contract = {
  threshold: 0.7,
  upright: 0.9,
  feed: (rgb, { width, height }) => {
    const area = width * height
    const data = new Float32Array(3 * area)
    for (let i = 0, at = 0; i < area; i++, at += 3)
      for (let c = 0; c < 3; c++) data[c * area + i] = 255 * (rgb[at + 2 - c] as number)
    return { input: { data, dimensions: [1, 3, height, width] } }
  },
  read: (answer, size, threshold) => {
    const faces: Face[] = []
    for (const stride of STRIDES) {
      const [cls, obj] = [need(answer, `cls_${stride}`).data, need(answer, `obj_${stride}`).data]
      const [box, points] = [need(answer, `bbox_${stride}`).data, need(answer, `kps_${stride}`).data]
      let cell = 0
      for (const [x, y] of cells(size, stride)) {
        const score = Math.sqrt(unit(cls[cell]) * unit(obj[cell]))
        if (score > threshold) {
          const value = (k: number) => box[cell * 4 + k] as number
          const [wide, high] = [Math.exp(value(2)) / 2, Math.exp(value(3)) / 2]
          const [middle, level] = [x + value(0), y + value(1)]
          const point = (k: number): Point => [
            (x + (points[cell * 10 + 2 * k] as number)) * stride,
            (y + (points[cell * 10 + 2 * k + 1] as number)) * stride,
          ]
          const corner = (sign: number): Point => [(middle + sign * wide) * stride, (level + sign * high) * stride]
          faces.push(faceOf(corner(-1), corner(1), score, [point(0), point(1), point(2), point(3), point(4)]))
        }
        cell++
      }
    }
    return faces
  },
}

const unit = (value: number | undefined): number => Math.min(1, Math.max(0, value ?? 0))

function* cells({ width, height }: Size, stride: number): Generator<readonly [x: number, y: number]> {
  for (let y = 0; y < height / stride; y++) for (let x = 0; x < width / stride; x++) yield [x, y]
}

const faceOf = ([left, top]: Point, [right, bottom]: Point, score: number, points: Face['points']): Face => ({
  left,
  top,
  width: right - left,
  height: bottom - top,
  score,
  points,
})

function need(answer: Tensors, name: string): Tensor {
  const tensor = answer[name]
  if (!tensor) throw new RangeError(`the detector has no output called ${name}`)
  return tensor
}
