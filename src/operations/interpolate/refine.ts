import { createRaster, type Raster, toFloats } from '../../shared/image/raster.ts'
import type { ModelSession, NetworkPlanes } from '../define.ts'
import { type Aim, type AimRow, frameOf, SHARPNESS } from './between.ts'
import { atSize, levelsKept, type Motion, motionOf, straight } from './paths.ts'

/** Frames are shown to the network at the first half of them with no more pixels than this: 960 x 540 fits. */
const SEEN_PIXELS = 560_000
/** Planes of its answer: both motions, the second frame's share, and the first of what is to be added. */
const PLANES = { ax: 0, ay: 1, bx: 2, by: 3, share: 4, added: 5 } as const

/**
 * Frames between two by our own network: it is given the motion that was searched for at half the size it looks at, and
 * says where the frames' pixels really lie, which frame to believe, and what neither shows. However large the film, it
 * looks at so many pixels at most; the frames themselves are fetched at their full size.
 */
export async function refiner(a: Raster, b: Raster, session: ModelSession, pause: () => Promise<void>) {
  const [first, second] = [seen(a), seen(b)]
  const level = Math.round(Math.log2(a.width / first.width))
  const finest = Math.min(level + 1, levelsKept(a).length - 1)
  const motion = atSize(await motionOf(a, b, pause, finest), first.width, first.height)
  const colours = [planesOf(first), planesOf(second)] as const
  return async (part: number): Promise<Raster> => {
    await pause()
    const given = inputFor(colours, motion, part, session.card.multiple)
    const answer = await session.infer(given)
    await pause()
    return frameOf(a, b, answered(answer, first, a), { sharpness: SHARPNESS.network, adds: true })
  }
}

/** The frame at the size the network looks at: halved as often as needed, odd last rows and columns left out. */
function seen(image: Raster): Raster {
  let small = image
  while (small.width * small.height > SEEN_PIXELS) small = halved(small)
  return small
}

function halved(image: Raster): Raster {
  const { channels } = image
  const [width, height] = [image.width >> 1, image.height >> 1]
  const [from, small] = [toFloats(image), createRaster(width, height, channels, false)]
  const [right, below] = [channels, image.width * channels]
  for (let y = 0, to = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let k = 0; k < channels; k++, to++) {
        const at = (2 * y * image.width + 2 * x) * channels + k
        const top = (from[at] as number) + (from[at + right] as number)
        small.store[to] = (top + (from[at + below] as number) + (from[at + below + right] as number)) / 4
      }
  return small
}

/** Red, green and blue one after another; gray stands for all three. */
function planesOf(image: Raster): Float32Array[] {
  const data = toFloats(image)
  return [0, 1, 2].map((colour) => {
    const plane = new Float32Array(image.width * image.height)
    const from = Math.min(colour, image.channels - 1)
    for (let i = 0, at = from; i < plane.length; i++, at += image.channels) plane[i] = data[at] as number
    return plane
  })
}

/** What the network is given, its last row and column repeated until the sides are multiples it takes. */
function inputFor(
  [first, second]: readonly [Float32Array[], Float32Array[]],
  motion: Motion,
  part: number,
  multiple: number,
): NetworkPlanes {
  const { width, height } = motion.forth
  const aim = straight(motion, part)
  const line = () => new Float32Array(width)
  const row = { ax: line(), ay: line(), bx: line(), by: line(), share: line(), added: undefined }
  const [wide, high] = [Math.ceil(width / multiple) * multiple, Math.ceil(height / multiple) * multiple]
  const data = new Float32Array(11 * wide * high)
  const put = (plane: number, y: number, values: Float32Array, from: number, shift: (x: number) => number) => {
    const at = (plane * high + y) * wide
    for (let x = 0; x < wide; x++) {
      const own = Math.min(x, width - 1)
      data[at + x] = (values[from + own] as number) - shift(own)
    }
  }
  const none = () => 0
  for (let y = 0; y < high; y++) {
    const own = Math.min(y, height - 1)
    aim(own, row)
    for (let c = 0; c < 3; c++) {
      put(c, y, first[c] as Float32Array, own * width, none)
      put(3 + c, y, second[c] as Float32Array, own * width, none)
    }
    put(6, y, row.ax, 0, (x) => x)
    put(7, y, row.ay, 0, () => own)
    put(8, y, row.bx, 0, (x) => x)
    put(9, y, row.by, 0, () => own)
  }
  data.fill(part, 10 * wide * high)
  return { channels: 11, width: wide, height: high, data }
}

/** The network's answer, enlarged to the frame where it looked at less. */
function answered(answer: NetworkPlanes, looked: Raster, { width, height, channels }: Raster): Aim {
  const [sx, sy] = [looked.width / width, looked.height / height]
  const area = answer.width * answer.height
  const { data } = answer
  return (y, row) => {
    if (sx === 1) {
      const start = y * answer.width
      for (let x = 0; x < width; x++)
        fill(row, x, y, (plane) => data[plane * area + start + x] as number, { sx, sy, channels })
      return
    }
    const v = clamp((y + 0.5) * sy - 0.5, looked.height - 1)
    const top = Math.floor(v)
    const [upper, lower] = [top * answer.width, Math.min(looked.height - 1, top + 1) * answer.width]
    for (let x = 0; x < width; x++) {
      const u = clamp((x + 0.5) * sx - 0.5, looked.width - 1)
      const left = Math.floor(u)
      const right = Math.min(looked.width - 1, left + 1)
      const [fx, fy] = [u - left, v - top]
      const at = (plane: number) => {
        const [above, below] = [plane * area + upper, plane * area + lower]
        const first = mix(data[above + left] as number, data[above + right] as number, fx)
        return mix(first, mix(data[below + left] as number, data[below + right] as number, fx), fy)
      }
      fill(row, x, y, at, { sx, sy, channels })
    }
  }
}

const clamp = (value: number, most: number) => (value < 0 ? 0 : value > most ? most : value)
const mix = (a: number, b: number, part: number) => a + (b - a) * part

function fill(
  row: AimRow,
  x: number,
  y: number,
  at: (plane: number) => number,
  { sx, sy, channels }: { readonly sx: number; readonly sy: number; readonly channels: number },
): void {
  row.ax[x] = x + at(PLANES.ax) / sx
  row.ay[x] = y + at(PLANES.ay) / sy
  row.bx[x] = x + at(PLANES.bx) / sx
  row.by[x] = y + at(PLANES.by) / sy
  row.share[x] = at(PLANES.share)
  if (row.added) for (let k = 0; k < channels; k++) row.added[x * channels + k] = at(PLANES.added + k)
}
