import { availableParallelism } from 'node:os'
import { AppError } from '../../shared/errors.ts'
import { type ModelCard, outputScale } from '../../shared/model-card.ts'
import {
  type CalibrationStore,
  type Candidate,
  calibrationFile,
  calibrationKey,
  fastest,
  userCache,
} from './calibrate.ts'
import { asModelFailure } from './failures.ts'
import { prepareModel } from './prepare.ts'
import { type Device, nameOf, type Provider, providersFor } from './providers.ts'
import { type OpenRuntime, openOnnxRuntime, type Planes, type RuntimeSession, runtimeVersion } from './runtime.ts'
import { insanity } from './sanity.ts'

export interface OpenOptions {
  readonly device: Device
  /** Threads of the processor's provider; 0 or none: all cores. */
  readonly threads?: number
  /** ONNX Runtime when left out; tests bring devices of their own. */
  readonly runtime?: OpenRuntime
  /** Devices to try, best first; what the system offers for `device` when left out. */
  readonly providers?: readonly Provider[]
  /** Where `auto` remembers what was fastest. */
  readonly calibration?: CalibrationStore
}

export interface OpenedModel {
  readonly session: RuntimeSession
  readonly provider: Provider
  readonly note: string | undefined
  readonly card: ModelCard
  readonly bytesPerPixel: number
}

/**
 * Opens a model on the device that was asked for, or the fastest where that is left to us, and on the processor where
 * nothing else works.
 * @throws AppError `model-broken`, `out-of-memory`
 */
export async function openModel(bytes: Uint8Array, card: ModelCard, options: OpenOptions): Promise<OpenedModel> {
  const offered = options.providers ?? providersFor(options.device)
  const first = options.device === 'auto' ? await chosen(bytes, card, offered, options) : offered[0]
  let note: string | undefined
  for (const provider of first === 'cpu' ? (['cpu'] as const) : offered) {
    try {
      return { ...(await openOn(bytes, card, provider, options)), note }
    } catch (error) {
      if (provider === 'cpu') throw error
      note = `${nameOf(provider)} cannot be used on this computer: the processor did the work.`
    }
  }
  throw new AppError('internal', 'No device was tried.')
}

/** Opens a model on one device. @throws AppError `model-broken`, `out-of-memory` */
export async function openOn(
  bytes: Uint8Array,
  card: ModelCard,
  provider: Provider,
  { runtime = openOnnxRuntime, threads }: OpenOptions,
): Promise<Omit<OpenedModel, 'note'>> {
  const prepared = prepareModel(bytes, card, provider)
  try {
    const session = await runtime(prepared.bytes, provider, threads || availableParallelism())
    if (!session.isOneToOne && !called.has(card.task)) throw await notOneToOne(session, card)
    return { session, provider, card: prepared.card, bytesPerPixel: prepared.bytesPerPixel }
  } catch (error) {
    throw asModelFailure(error, card.id)
  }
}

/** Tasks whose graphs are fed by the names of their inputs; all others go from one picture to one. */
const called: ReadonlySet<string> = new Set(['detect-faces', 'restore-faces', 'imagine-face', 'unfade'])

async function notOneToOne(session: RuntimeSession, { id }: ModelCard): Promise<AppError> {
  await session.release()
  return new AppError('model-broken', `The model “${id}” must have one input and one output.`, { model: id })
}

async function chosen(bytes: Uint8Array, card: ModelCard, offered: readonly Provider[], options: OpenOptions) {
  // With the processor alone there is nothing to choose; and what is called by names cannot be tried on a tile.
  if (offered.length < 2 || called.has(card.task)) return offered[0]
  const store = options.calibration ?? calibrationFile(`${userCache()}/devices.json`)
  const candidates = offered.map(
    (provider): Candidate => ({ provider, measure: () => trial(bytes, card, provider, options) }),
  )
  return fastest(candidates, calibrationKey(runtimeVersion, offered, card.sha256), store)
}

/** Side of the tile that devices are compared on: large enough for an accelerator to show, short on any processor. */
const TRIAL_SIDE = 128

/** Seconds of a run after one that warms up. @throws when the result is insane */
async function trial(bytes: Uint8Array, card: ModelCard, provider: Provider, options: OpenOptions): Promise<number> {
  const { session } = await openOn(bytes, card, provider, options)
  const side = Math.ceil(TRIAL_SIDE / card.multiple) * card.multiple
  const input = planes(card.input.channels, side)
  const output = planes(card.output.channels, Math.round(side * outputScale(card)))
  input.data.forEach((_, i) => {
    input.data[i] = 0.5 + 0.25 * Math.sin(i / 9)
  })
  try {
    await session.run(input, output)
    const start = performance.now()
    await session.run(input, output)
    const seconds = (performance.now() - start) / 1000
    const wrong = insanity(input.data, output.data, card)
    if (wrong !== undefined) throw new Error(wrong)
    return seconds
  } finally {
    await session.release()
  }
}

const planes = (channels: number, side: number): Planes => ({
  data: new Float32Array(channels * side * side),
  dimensions: [1, channels, side, side],
})
