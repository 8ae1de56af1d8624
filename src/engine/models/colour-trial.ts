import { ort } from '../inference/onnx-runtime.ts'
import { refuse } from './refusal.ts'
import { firstLine, openSession } from './trial.ts'

/** Sides that networks for colours take: what they were trained on, or multiples of it. */
const SIDES = [64, 256, 512]

/** Gray, with shading and texture, 0.2..0.8. */
function grayPicture(side: number, most: number): Float32Array {
  const area = side * side
  return Float32Array.from({ length: 3 * area }, (_, i) => {
    const [x, y] = [i % side, Math.floor((i % area) / side)]
    return most * (0.5 + 0.2 * Math.sin(x / 7 + y / 11) + 0.1 * Math.cos((2 * x + y) / 3))
  })
}

interface Answer {
  readonly channels: number
  readonly width: number
  readonly height: number
  readonly data: Float32Array
}

/**
 * Runs a network that makes a* and b* of gray once: what cannot run is not installed.
 * @param side that it insists on
 * @returns of what its sides must be multiples
 * @throws AppError `model-refused`
 */
export async function tryChroma(bytes: Uint8Array, name: string, side: number | undefined) {
  const session = await openSession(bytes, name)
  let failure: unknown
  try {
    for (const length of side === undefined ? SIDES : [side]) {
      const answer = await runGray(session, length, 1).catch((error: unknown) => {
        failure = error
      })
      if (!answer) continue
      const { channels, width, height, data } = answer
      if (channels !== 2 || width !== length || height !== length) {
        const found = `${channels} channels, ${width} x ${height} of ${length} x ${length}`
        throw refuse(name, 'wrong-contract', `does not return a* and b* of its input's size (${found}).`, found)
      }
      if (!data.every(Number.isFinite))
        throw refuse(name, 'does-not-run', 'returns values that are not numbers.', 'NaN')
      return { multiple: side ?? (length === SIDES[0] ? 32 : length) }
    }
  } finally {
    await session.release()
  }
  throw refuse(name, 'does-not-run', `cannot be run: ${firstLine(failure)}.`, firstLine(failure))
}

/** Gray of 0..1 that comes back as it was, to within these, was meant to be 0..1. */
const FAITHFUL = { mean: 0.1, likeness: 0.95, slope: [0.6, 1.5], colour: 0.02 } as const
/** Gray of 0..255 that comes back as a picture of the same things, coloured or not. */
const FOLLOWS = 0.8
const SAME = 0.02

/**
 * Whether a network from RGB to RGB of the same size colours gray pictures of 0..255, like DeOldify: an enlarger or
 * cleaner gives gray of 0..1 back as it was, and one that wants bytes sees nothing but black in it.
 */
export async function givesColours(bytes: Uint8Array, name: string, multiple: number): Promise<boolean> {
  const session = await openSession(bytes, name)
  try {
    const side = Math.ceil(64 / multiple) * multiple
    const small = (await runGray(session, side, 1)).data
    const unit = compare(grayPicture(side, 1), small)
    const isFaithful =
      Math.abs(unit.mean) < FAITHFUL.mean &&
      unit.likeness > FAITHFUL.likeness &&
      unit.slope > FAITHFUL.slope[0] &&
      unit.slope < FAITHFUL.slope[1] &&
      unit.colour < FAITHFUL.colour
    if (isFaithful) return false
    const large = (await runGray(session, side, 255)).data
    // Without a range of its own it was not made for bytes.
    if (large.every((value, i) => Math.abs(value / 255 - (small[i] as number)) < SAME)) return false
    const full = compare(grayPicture(side, 255), large)
    return full.likeness > FOLLOWS && Math.abs(full.mean) < 100 && full.slope > 0.4 && full.slope < 1.6
  } finally {
    await session.release()
  }
}

async function runGray(session: Awaited<ReturnType<typeof openSession>>, side: number, most: number): Promise<Answer> {
  const [input = ''] = session.inputNames
  const [output = ''] = session.outputNames
  const results = await session.run({ [input]: new ort.Tensor('float32', grayPicture(side, most), [1, 3, side, side]) })
  const tensor = results[output]
  const [, channels = 0, height = 0, width = 0] = tensor?.dims ?? []
  if (!(tensor?.data instanceof Float32Array)) throw new Error('it does not return numbers')
  return { channels, width, height, data: tensor.data }
}

/** How an answer relates to what was asked: shift of the mean, correlation, slope, and colour that was not there. */
function compare(before: Float32Array, after: Float32Array) {
  const area = before.length / 3
  const light = (planes: Float32Array, i: number) =>
    ((planes[i] as number) + (planes[area + i] as number) + (planes[2 * area + i] as number)) / 3
  let [x, y, xx, yy, xy, colour] = [0, 0, 0, 0, 0, 0]
  for (let i = 0; i < area; i++) {
    const [own, made] = [light(before, i), light(after, i)]
    x += own
    y += made
    xx += own * own
    yy += made * made
    xy += own * made
    colour += Math.abs((after[i] as number) - made) + Math.abs((after[2 * area + i] as number) - made)
  }
  const [covariance, spread, made] = [
    xy / area - (x / area) * (y / area),
    xx / area - (x / area) ** 2,
    yy / area - (y / area) ** 2,
  ]
  return {
    mean: (y - x) / area,
    likeness: covariance / Math.sqrt(Math.max(1e-12, spread * made)),
    slope: covariance / spread,
    colour: colour / (2 * area),
  }
}
