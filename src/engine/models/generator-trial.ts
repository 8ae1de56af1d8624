import { ort } from '../inference/onnx-runtime.ts'
import type { OnnxGraph, OnnxValue } from '../onnx/graph.ts'
import { refuse } from './refusal.ts'
import { firstLine, openSession } from './trial.ts'

/** Side of the small picture that gradient graphs take. */
const SMALL = 32
/** How far a latent is moved to see whether the error falls. */
const STEP = 0.05
const MOST_LAYERS = 64
const MOST_WIDTH = 2048
const MOST_SIDE = 1024

export interface GeneratorShape {
  readonly layers: number
  readonly width: number
  /** Of the pictures it makes. */
  readonly side: number
}

const named = (values: readonly OnnxValue[], name: string) => values.find((value) => value.name === name)

/** What the kit's `write_generator` writes: its names, and fixed shapes. Undefined for any other graph. */
export function generatorShape({ inputs, outputs }: OnnxGraph): GeneratorShape | undefined {
  const [latent, small] = [named(inputs, 'latent'), named(inputs, 'small')]
  const [gradient, picture] = [named(outputs, 'gradient'), named(outputs, 'picture')]
  if (!latent || !small || !named(inputs, 'weights') || !named(outputs, 'error') || !gradient || !picture)
    return undefined
  const [one, layers, width] = latent.axes
  const [, colours, high, wide] = picture.axes
  const isWhole = (size: unknown, most: number): size is number => typeof size === 'number' && size > 0 && size <= most
  if (one !== 1 || !isWhole(layers, MOST_LAYERS) || !isWhole(width, MOST_WIDTH)) return undefined
  if (colours !== 3 || !isWhole(high, MOST_SIDE) || high !== wide || high % SMALL !== 0) return undefined
  return { layers, width, side: high }
}

/**
 * Runs a gradient graph twice: what cannot run is not installed, and what its gradient points away from is no search.
 * @throws AppError `model-refused`
 */
export async function tryGenerator(bytes: Uint8Array, name: string, shape: GeneratorShape): Promise<void> {
  const session = await openSession(bytes, name)
  try {
    const { layers, width } = shape
    const latent = Float32Array.from({ length: layers * width }, (_, i) => Math.sin(7.3 * i) * 1.4)
    const before = await slopeAt(session, latent, shape)
    const missing = wrongWith(before, latent.length, shape)
    if (missing)
      throw refuse(name, 'wrong-contract', `answers otherwise than a generator of faces: ${missing}.`, missing)
    const { gradient, error } = before
    const length = Math.hypot(...gradient)
    if (length === 0) return
    // A short way downhill must not lead up.
    const after = await slopeAt(
      session,
      latent.map((value, i) => value - (STEP * (gradient[i] as number)) / length),
      shape,
    )
    if (after.error > error + 0.25 * STEP * length)
      throw refuse(name, 'wrong-contract', 'names a gradient that does not lead to smaller errors.', 'gradient')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'model-refused') throw error
    throw refuse(name, 'does-not-run', `cannot be run: ${firstLine(error)}.`, firstLine(error))
  } finally {
    await session.release()
  }
}

type Session = Awaited<ReturnType<typeof openSession>>

async function slopeAt(session: Session, latent: Float32Array, { layers, width }: GeneratorShape) {
  const answer = await session.run({
    latent: new ort.Tensor('float32', latent, [1, layers, width]),
    small: new ort.Tensor('float32', new Float32Array(3 * SMALL * SMALL).fill(0.4), [1, 3, SMALL, SMALL]),
    weights: new ort.Tensor('float32', Float32Array.of(1, 0), [2]),
  })
  const floats = (key: string) => Float32Array.from((answer[key]?.data ?? []) as Float32Array)
  return { error: floats('error')[0] ?? Number.NaN, gradient: floats('gradient'), picture: floats('picture') }
}

function wrongWith(
  { error, gradient, picture }: Awaited<ReturnType<typeof slopeAt>>,
  length: number,
  { side }: GeneratorShape,
) {
  if (!Number.isFinite(error)) return 'the error is no number'
  if (gradient.length !== length || !gradient.every(Number.isFinite)) return 'the gradient is not one of its latents'
  if (picture.length !== 3 * side * side || !picture.every(Number.isFinite)) return 'the picture is none'
  return undefined
}
