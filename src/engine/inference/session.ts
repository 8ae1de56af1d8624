import { availableParallelism } from 'node:os'
import * as ort from 'onnxruntime-node'
import type { ModelSession } from '../../operations/define.ts'
import { AppError } from '../../shared/errors.ts'
import { type Channels, cutReflected, hasAlpha, type Raster, toFloats } from '../../shared/image/raster.ts'
import type { ModelCard } from '../../shared/model-card.ts'
import { asModelFailure, isOutOfMemory } from './failures.ts'
import { fromPlanes, toPlanes } from './planar.ts'
import { prepareModel } from './prepare.ts'
import { type Device, type Provider, providersFor } from './providers.ts'
import { insaneResult, insanity } from './sanity.ts'

// Every failure reaches the caller as an error: the runtime need not print it, too.
ort.env.logLevel = 'fatal'
const SILENT = 4

export interface SessionOptions {
  readonly device: Device
  /** Threads of the processor's provider; 0 or none: all cores. */
  readonly threads?: number
}

export interface LoadedSession extends ModelSession {
  readonly provider: Provider
  /** Set when another device was asked for or had been chosen: one plain sentence. */
  readonly note: string | undefined
  /** Seconds spent inside the network so far. */
  readonly seconds: number
  /** Goes on on the processor. @returns false when it was there already */
  moveToCpu(why: string): Promise<boolean>
  /** Frees the weights. The session must be idle. */
  release(): Promise<void>
}

/** Tensors that are kept between tiles: all tiles of a picture have one size. */
interface Buffers {
  readonly key: string
  readonly input: Float32Array
  readonly output: Float32Array
  readonly feeds: Record<string, ort.Tensor>
  readonly fetches: Record<string, ort.Tensor>
}

interface State {
  session: ort.InferenceSession
  provider: Provider
  note: string | undefined
  buffers: Buffers | undefined
  seconds: number
}

/** What a session is opened from. `read` gives verified bytes (`ModelStore.read`); they are not kept. */
export interface ModelSource {
  readonly card: ModelCard
  read(): Promise<Uint8Array>
}

export async function loadSession(model: ModelSource, options: SessionOptions): Promise<LoadedSession> {
  const { card, ...opened } = await openFirst(model, options)
  const state: State = { ...opened, buffers: undefined, seconds: 0 }
  const moveToCpu = async (why: string) => {
    if (state.provider === 'cpu') return false
    const old = state.session
    state.session = (await open(await model.read(), 'cpu', options, card)).session
    state.note = `${nameOf(state.provider)} ${why}: the processor did the work.`
    state.provider = 'cpu'
    await old.release().catch(() => undefined)
    return true
  }
  return {
    card,
    get provider() {
      return state.provider
    },
    get note() {
      return state.note
    },
    get seconds() {
      return state.seconds
    },
    run: (tile) => runTile(state, card, tile, moveToCpu),
    moveToCpu,
    release: () => state.session.release(),
  }
}

const nameOf = (provider: Provider): string =>
  ({ webgpu: 'WebGPU', cuda: 'CUDA', coreml: 'Core ML', dml: 'DirectML', cpu: 'The processor' })[provider]

async function openFirst(
  model: ModelSource,
  options: SessionOptions,
): Promise<Pick<State, 'session' | 'provider' | 'note'> & { readonly card: ModelCard }> {
  const bytes = await model.read()
  let note: string | undefined
  for (const provider of providersFor(options.device)) {
    try {
      return { ...(await open(bytes, provider, options, model.card)), provider, note }
    } catch (error) {
      if (provider === 'cpu') throw error
      note = `${nameOf(provider)} cannot be used on this computer: the processor did the work.`
    }
  }
  throw new AppError('internal', 'No device was tried.')
}

async function open(bytes: Uint8Array, provider: Provider, options: SessionOptions, given: ModelCard) {
  const { bytes: graph, card } = prepareModel(bytes, given, provider)
  try {
    const session = await ort.InferenceSession.create(graph, {
      executionProviders: [provider],
      graphOptimizationLevel: 'all',
      intraOpNumThreads: options.threads || availableParallelism(),
      logSeverityLevel: SILENT,
    })
    return { session, card }
  } catch (error) {
    throw asModelFailure(error, given.id)
  }
}

/** One tile through the network, on the processor when the accelerator fails or returns nonsense. */
async function runTile(
  state: State,
  card: ModelCard,
  tile: Raster,
  moveToCpu: (why: string) => Promise<boolean>,
): Promise<Raster> {
  if (hasAlpha(tile)) throw new AppError('internal', 'Alpha must be taken off before a network runs.')
  const padded = pad(tile, card.multiple)
  let wrong: string | undefined
  try {
    await infer(state, card, padded)
    wrong = sanityOf(state, card)
  } catch (error) {
    // Memory is the tiler's business: it tries a smaller tile before it gives the accelerator up.
    if (isOutOfMemory(error) || !(await moveToCpu('failed'))) throw asModelFailure(error, card.id)
    await infer(state, card, padded)
    wrong = sanityOf(state, card)
  }
  if (wrong !== undefined && (await moveToCpu('returned a result that cannot be right'))) {
    await infer(state, card, padded)
    wrong = sanityOf(state, card)
  }
  if (wrong !== undefined) throw insaneResult(card.id, wrong)
  return cropped(state, card, tile, padded)
}

const sanityOf = ({ buffers }: State, card: ModelCard) =>
  buffers ? insanity(buffers.input, buffers.output, card) : undefined

async function infer(state: State, card: ModelCard, tile: Raster): Promise<void> {
  const { session } = state
  const buffers = buffersFor(state, card, tile)
  toPlanes(tile, toFloats(tile), card.input.channels, buffers.input)
  const start = performance.now()
  await session.run(buffers.feeds, buffers.fetches)
  state.seconds += (performance.now() - start) / 1000
}

function buffersFor(state: State, card: ModelCard, { width, height }: Raster): Buffers {
  const key = `${width}x${height}`
  if (state.buffers?.key === key) return state.buffers
  state.buffers = undefined
  const [wide, high] = [Math.round(width * card.scale), Math.round(height * card.scale)]
  const input = new Float32Array(card.input.channels * width * height)
  const output = new Float32Array(card.output.channels * wide * high)
  const dimensions = [1, card.input.channels, height, width]
  const buffers = {
    key,
    input,
    output,
    feeds: { [name(state.session.inputNames, card)]: new ort.Tensor('float32', input, dimensions) },
    fetches: {
      [name(state.session.outputNames, card)]: new ort.Tensor('float32', output, [1, card.output.channels, high, wide]),
    },
  }
  state.buffers = buffers
  return buffers
}

function name(names: readonly string[], card: ModelCard): string {
  const [first] = names
  if (first === undefined || names.length !== 1) {
    throw new AppError('model-broken', `The model “${card.id}” must have one input and one output.`, { model: card.id })
  }
  return first
}

/** Reflects the tile out to multiples of `multiple`; the result is cropped again. */
function pad(tile: Raster, multiple: number): Raster {
  const width = Math.ceil(tile.width / multiple) * multiple
  const height = Math.ceil(tile.height / multiple) * multiple
  return width === tile.width && height === tile.height ? tile : cutReflected(tile, 0, 0, width, height)
}

/** The part of the output that belongs to the tile. */
function cropped(state: State, card: ModelCard, tile: Raster, padded: Raster): Raster {
  if (!isChannels(card.output.channels)) {
    throw new AppError('model-broken', `The model “${card.id}” does not return a picture.`, { model: card.id })
  }
  const [width, height] = [Math.round(tile.width * card.scale), Math.round(tile.height * card.scale)]
  const [stride, rows] = [Math.round(padded.width * card.scale), Math.round(padded.height * card.scale)]
  const planes = state.buffers?.output ?? new Float32Array()
  return fromPlanes(planes, card.output.channels, stride, rows, width, height)
}

const isChannels = (count: number): count is Channels => count >= 1 && count <= 4
