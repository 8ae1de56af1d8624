import { type Raster, rasterOf, toFloats } from '../../../shared/image/raster.ts'
import type { ModelSession, RunContext } from '../../define.ts'
import { moved } from '../moved.ts'
import { shrinkForMeasuring } from '../shrink.ts'
import { type Contract, contractOf, MULTIPLE } from './detectors.ts'
import { eachPoint, type Face, type Point, scaled, suppress } from './face.ts'
import { refine } from './refine.ts'

/** A picture is looked at with at most so many pixels on its longer side, then at a third of it, and so on. */
const LONGEST = 1600
const PYRAMID = 3
/** Whether it lies on its side or stands on its head is seen in little, too. */
const LONGEST_TURNED = LONGEST / 2
/** Below this longer side nothing is left that the size before would have missed. */
const SMALLEST = 96
/** What is found only after turning must be surer by this part of the way from the threshold to certainty. */
const TURNED_SURER = 0.4

/**
 * Faces of a picture, surest first. A scan that lies on its side or upside down is turned where nothing is found upright:
 * boxes and points are given in the picture as it is.
 *
 * @param image gray or RGB, any size; not changed
 * @throws AppError `model-broken`, `result-insane`, `cancelled`
 */
export async function findFaces(
  image: Raster,
  session: ModelSession,
  { pause }: Pick<RunContext, 'pause'>,
): Promise<Face[]> {
  const contract = contractOf(session.card, session.inputs)
  const whole = asRgb(shrinkForMeasuring(image, LONGEST))
  await pause()
  const scale = Math.max(1, Math.ceil(Math.max(image.width, image.height) / LONGEST))
  let best = await lookAt(whole, session, contract, contract.threshold, pause)
  for (const quarters of [1, 3, 2]) {
    if (best.some(({ score }) => score > contract.upright)) break
    const found = await lookTurned(whole, quarters, session, contract, pause)
    if (sure(found) > sure(best)) best = found
  }
  const refined: Face[] = []
  for (const face of best) refined.push(await refine(whole, face, session, contract, pause))
  return refined.map((face) => scaled(face, scale))
}

/** Turned, first in little; only where that shows a face in full. */
async function lookTurned(
  whole: Raster,
  quarters: number,
  session: ModelSession,
  contract: Contract,
  pause: RunContext['pause'],
): Promise<Face[]> {
  const surer = contract.threshold + TURNED_SURER * (1 - contract.threshold)
  const isLarge = Math.max(whole.width, whole.height) > LONGEST_TURNED
  let found: Face[] = []
  for (const size of isLarge ? [shrinkForMeasuring(whole, LONGEST_TURNED), whole] : [whole]) {
    const turned = turnQuarters(size, quarters)
    const here = await lookAt(turned, session, contract, surer, pause)
    if (here.length === 0) return []
    found = here.map((face) => turnBack(face, quarters, turned))
  }
  return found
}

const sure = (faces: readonly Face[]): number => faces.reduce((sum, { score }) => sum + score, 0)

async function lookAt(
  whole: Raster,
  session: ModelSession,
  contract: Contract,
  threshold: number,
  pause: RunContext['pause'],
): Promise<Face[]> {
  const found: Face[] = []
  let [level, scale] = [whole, 1]
  for (;;) {
    const padded = filledUp(level)
    const answer = await session.call(contract.feed(toFloats(padded), padded))
    found.push(...contract.read(answer, padded, threshold).map((face) => scaled(face, scale)))
    await pause()
    const longest = Math.max(level.width, level.height)
    if (longest / PYRAMID < SMALLEST) return suppress(found)
    // Blocks of exactly three pixels, so that places are carried back exactly.
    level = shrinkForMeasuring(level, Math.ceil(longest / PYRAMID))
    scale *= PYRAMID
  }
}

/** Three channels of floats; alpha is passed over. */
function asRgb(image: Raster): Raster {
  if (image.channels === 3) return image
  const data = toFloats(image)
  const output = new Float32Array(image.width * image.height * 3)
  const colours = image.channels < 3 ? 1 : 3
  for (let to = 0, from = 0; to < output.length; to += 3, from += image.channels)
    for (let c = 0; c < 3; c++) output[to + c] = data[from + Math.min(c, colours - 1)] as number
  return rasterOf(image.width, image.height, 3, output)
}

/** Black at the right and at the bottom, up to the next multiple. */
function filledUp(image: Raster): Raster {
  const up = (side: number) => Math.ceil(side / MULTIPLE) * MULTIPLE
  const [width, height] = [up(image.width), up(image.height)]
  if (width === image.width && height === image.height) return image
  const [from, to] = [toFloats(image), new Float32Array(width * height * 3)]
  for (let y = 0; y < image.height; y++)
    to.set(from.subarray(y * image.width * 3, (y + 1) * image.width * 3), y * width * 3)
  return rasterOf(width, height, 3, to)
}

/** Turned by quarters, clockwise. */
export function turnQuarters(image: Raster, quarters: number): Raster {
  if (quarters === 0) return image
  const { width, height } = image
  const lying = quarters % 2 === 1
  const [wide, high] = lying ? [height, width] : [width, height]
  return moved(image, wide, high, (x, y) => {
    if (quarters === 1) return 3 * ((height - 1 - x) * width + y)
    if (quarters === 2) return 3 * ((height - 1 - y) * width + width - 1 - x)
    return 3 * (x * width + width - 1 - y)
  })
}

/** A face of the turned picture where it is in the picture as it was. */
export function turnBack(
  face: Face,
  quarters: number,
  turned: { readonly width: number; readonly height: number },
): Face {
  if (quarters === 0) return face
  const move = ([x, y]: Point): Point =>
    quarters === 1
      ? [y, turned.width - x]
      : quarters === 2
        ? [turned.width - x, turned.height - y]
        : [turned.height - y, x]
  const [a, b] = [move([face.left, face.top]), move([face.left + face.width, face.top + face.height])]
  const lying = quarters % 2 === 1
  return {
    left: Math.min(a[0], b[0]),
    top: Math.min(a[1], b[1]),
    width: lying ? face.height : face.width,
    height: lying ? face.width : face.height,
    score: face.score,
    points: eachPoint(face, move),
  }
}
