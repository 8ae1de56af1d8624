import type { InferenceSession } from 'onnxruntime-node'
import { ort } from '../inference/onnx-runtime.ts'
import type { Geometry } from '../onnx/shape.ts'
import { refuse } from './refusal.ts'

/** What a network showed when it was run. */
export interface Trial {
  readonly scale: number
  readonly multiple: number
  /** How far a changed pixel was seen, in input pixels; undefined when it was not looked for. */
  readonly reach: number | undefined
}

const SILENT = 4
/** Sides are tried as multiples of these until the network takes them. */
const MULTIPLES = [1, 2, 4, 8, 16, 32, 64]
/** Up to here a changed pixel is followed: 2 * 64 + 1 wide is enough to tell the networks there are. */
const FAR = 64

/**
 * Runs a network once on a small picture: what cannot run is not installed.
 * @param known what its layers tell; without it sides, scale and reach are found by trying
 * @throws AppError `model-refused`
 */
export async function tryModel(bytes: Uint8Array, name: string, known: Geometry | undefined): Promise<Trial> {
  const session = await openSession(bytes, name)
  try {
    const run = (width: number, height: number, planes: Float32Array) => runOnce(session, planes, width, height)
    const { multiple, scale } = await findSides(run, name, known)
    return { multiple, scale, reach: known ? undefined : await findReach(run, multiple, scale) }
  } finally {
    await session.release()
  }
}

export async function openSession(bytes: Uint8Array, name: string) {
  try {
    return await ort.InferenceSession.create(bytes, { executionProviders: ['cpu'], logSeverityLevel: SILENT })
  } catch (error) {
    throw refuse(name, 'does-not-run', `cannot be run: ${firstLine(error)}.`, firstLine(error))
  }
}

export const firstLine = (error: unknown) =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0]?.slice(0, 200).replace(/\.$/, '') ?? ''

type Run = (width: number, height: number, planes: Float32Array) => Promise<Output>
interface Output {
  readonly width: number
  readonly height: number
  readonly data: Float32Array
}

async function runOnce(
  session: InferenceSession,
  planes: Float32Array,
  width: number,
  height: number,
): Promise<Output> {
  const [input = ''] = session.inputNames
  const [output = ''] = session.outputNames
  const results = await session.run({ [input]: new ort.Tensor('float32', planes, [1, 3, height, width]) })
  const tensor = results[output]
  const [, channels, high = 0, wide = 0] = tensor?.dims ?? []
  if (!(tensor?.data instanceof Float32Array) || channels !== 3) throw new Error('it does not return an RGB picture')
  return { width: wide, height: high, data: tensor.data }
}

async function findSides(run: Run, name: string, known: Geometry | undefined) {
  let failure: unknown
  for (const multiple of known ? [known.multiple] : MULTIPLES) {
    // Two odd counts of blocks, so that width and height cannot be mistaken for each other.
    const [width, height] = [multiple * oddOver(40 / multiple), multiple * oddOver(56 / multiple)]
    const result = await run(width, height, testPicture(width, height)).catch((error: unknown) => {
      failure = error
    })
    if (!result) continue
    const scale = result.width / width
    if (scale !== result.height / height || scale < 1 || scale > 8) {
      const found = `${width} x ${height} -> ${result.width} x ${result.height}`
      throw refuse(name, 'wrong-contract', `does not enlarge evenly by 1 to 8 (${found}).`, found)
    }
    if (result.data.some((value) => !Number.isFinite(value)))
      throw refuse(name, 'does-not-run', 'returns values that are not numbers.', 'NaN')
    return { multiple, scale }
  }
  throw refuse(name, 'does-not-run', `cannot be run: ${firstLine(failure)}.`, firstLine(failure))
}

const oddOver = (count: number): number => Math.max(1, 2 * Math.floor(count / 2) + 1)

/** Colours that change in both directions, with a texture, all within 0.2..0.8. */
function testPicture(width: number, height: number): Float32Array {
  const planes = new Float32Array(3 * width * height)
  for (let i = 0; i < planes.length; i++) {
    const [x, y] = [i % width, Math.floor(i / width) % height]
    const colour = Math.floor(i / (width * height))
    planes[i] = 0.5 + 0.2 * Math.sin(x / (3 + colour) + y / 5) + 0.1 * Math.cos((x * (2 + colour) + y) / 2)
  }
  return planes
}

/** Changes one pixel in the middle and looks how far the result differs. */
async function findReach(run: Run, multiple: number, scale: number): Promise<number> {
  const side = Math.ceil((2 * FAR + 1) / multiple) * multiple
  const planes = testPicture(side, side)
  const before = (await run(side, side, planes)).data.slice()
  const middle = side >> 1
  for (let colour = 0; colour < 3; colour++) planes[colour * side * side + middle * side + middle] = 0.95
  const after = (await run(side, side, planes)).data
  let reach = 0
  const wide = side * scale
  for (let i = 0; i < after.length; i++) {
    if (after[i] === before[i]) continue
    const [x, y] = [Math.floor((i % wide) / scale), Math.floor((Math.floor(i / wide) % wide) / scale)]
    reach = Math.max(reach, Math.abs(x - middle), Math.abs(y - middle))
  }
  return Math.min(FAR, reach)
}
