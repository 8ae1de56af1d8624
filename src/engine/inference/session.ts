import { memoryUsage } from 'node:process'
import type { ModelSession, NetworkPlanes, Tensors } from '../../operations/define.ts'
import { AppError } from '../../shared/errors.ts'
import { type Channels, cutReflected, hasAlpha, type Raster, toFloats } from '../../shared/image/raster.ts'
import { type ModelCard, outputScale } from '../../shared/model-card.ts'
import { asModelFailure, isOutOfMemory } from './failures.ts'
import { type OpenedModel, type OpenOptions, openModel, openOn } from './open-model.ts'
import { fromPlanes, toPlanes } from './planar.ts'
import { nameOf, type Provider } from './providers.ts'
import type { Planes, RuntimeSession } from './runtime.ts'
import { insaneResult, insanity } from './sanity.ts'
import type { Turn } from './turn.ts'

export interface SessionOptions extends OpenOptions {
  /** Taken for every run, where several threads run networks. */
  readonly turn?: Turn
}

export interface LoadedSession extends ModelSession {
  readonly bytesPerPixel: number
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

/** Planes that are kept between tiles: all tiles of a picture have one size. */
interface Buffers {
  readonly key: string
  readonly input: Planes
  /** Those of earlier tiles whose results were given back. */
  readonly spare: Planes[]
}

interface State {
  session: RuntimeSession
  provider: Provider
  note: string | undefined
  buffers: Buffers | undefined
  seconds: number
  bytesPerPixel: number
  readonly card: ModelCard
  readonly turn: Turn | undefined
}

/** What a session is opened from. `read` gives verified bytes (`ModelStore.read`); they are not kept. */
export interface ModelSource {
  readonly card: ModelCard
  read(): Promise<Uint8Array>
}

export async function loadSession(model: ModelSource, options: SessionOptions): Promise<LoadedSession> {
  const opened: OpenedModel = await openModel(await model.read(), model.card, options)
  const state: State = { ...opened, buffers: undefined, seconds: 0, turn: options.turn }
  const moveToCpu = async (why: string) => {
    if (state.provider === 'cpu') return false
    const old = state.session
    state.session = (await openOn(await model.read(), model.card, 'cpu', options)).session
    state.note = `${nameOf(state.provider)} ${why}: the processor did the work.`
    state.provider = 'cpu'
    await old.release().catch(() => undefined)
    return true
  }
  return {
    card: opened.card,
    get bytesPerPixel() {
      return state.bytesPerPixel
    },
    get provider() {
      return state.provider
    },
    get note() {
      return state.note
    },
    get seconds() {
      return state.seconds
    },
    get inputs() {
      return state.session.inputs
    },
    run: (tile) => runTile(state, tile, moveToCpu),
    infer: (planes) => runPlanes(state, planes, moveToCpu),
    call: (inputs) => callNetwork(state, inputs, moveToCpu),
    moveToCpu,
    release: () => state.session.release(),
  }
}

/** One tile of a picture through the network. */
async function runTile(state: State, tile: Raster, moveToCpu: MoveToCpu): Promise<Raster> {
  const { card } = state
  // A network of four channels is given colours and a plane that steers it: a mask, a strength.
  if (hasAlpha(tile) && tile.channels !== card.input.channels)
    throw new AppError('internal', 'Alpha must be taken off before a network runs.')
  const padded = pad(tile, card.multiple)
  const data = toFloats(padded)
  const fill: Fill = (planes) => toPlanes(padded, data, card.input.channels, planes)
  return cropped(state, tile, padded, await inferSafely(state, padded, fill, moveToCpu))
}

/** Planes through the network as they are: for networks that neither take nor give a picture. */
async function runPlanes(state: State, planes: NetworkPlanes, moveToCpu: MoveToCpu): Promise<NetworkPlanes> {
  const { card } = state
  const { width, height, channels, data } = planes
  const fits = width % card.multiple === 0 && height % card.multiple === 0
  if (channels !== card.input.channels || !fits || data.length !== channels * width * height) {
    const wanted = `${card.input.channels} planes with sides that are multiples of ${card.multiple}`
    throw new AppError('internal', `The model “${card.id}” takes ${wanted}.`)
  }
  const output = await inferSafely(state, planes, (input) => input.set(data), moveToCpu)
  const [wide, high] = [Math.round(width * outputScale(card)), Math.round(height * outputScale(card))]
  return { channels: card.output.channels, width: wide, height: high, data: output.data }
}

type MoveToCpu = (why: string) => Promise<boolean>
type Fill = (planes: Float32Array) => void
interface Size {
  readonly width: number
  readonly height: number
}

/** Runs the network, on the processor when the accelerator fails or returns nonsense. */
async function inferSafely(state: State, size: Size, fill: Fill, moveToCpu: MoveToCpu): Promise<Planes> {
  const { card } = state
  let answer: Answer
  try {
    answer = await infer(state, size, fill)
  } catch (error) {
    // Memory is the tiler's business: it tries a smaller tile before it gives the accelerator up.
    if (isOutOfMemory(error) || !(await moveToCpu('failed'))) throw asModelFailure(error, card.id)
    answer = await infer(state, size, fill)
  }
  if (answer.wrong !== undefined && (await moveToCpu('returned a result that cannot be right'))) {
    answer = await infer(state, size, fill)
  }
  if (answer.wrong !== undefined) throw insaneResult(card.id, answer.wrong)
  return answer.output
}

/** Once through a graph that is fed by names, on the processor when the accelerator fails or returns no numbers. */
async function callNetwork(state: State, inputs: Tensors, moveToCpu: MoveToCpu) {
  const { card } = state
  const once = async () => {
    state.turn?.take()
    const start = performance.now()
    try {
      return await state.session.call(inputs)
    } finally {
      state.turn?.give()
      state.seconds += (performance.now() - start) / 1000
    }
  }
  try {
    const answer = await once()
    if (holdsNumbers(answer)) return answer
    if (!(await moveToCpu('returned a result that cannot be right'))) throw insaneResult(card.id, NO_NUMBERS)
  } catch (error) {
    if (error instanceof AppError) throw error
    if (!(await moveToCpu('failed'))) throw asModelFailure(error, card.id)
  }
  const answer = await once()
  if (!holdsNumbers(answer)) throw insaneResult(card.id, NO_NUMBERS)
  return answer
}

const NO_NUMBERS = 'it holds values that are not numbers'

function holdsNumbers(answer: Tensors): boolean {
  let sum = 0
  for (const { data } of Object.values(answer)) for (const value of data) sum += value
  return Number.isFinite(sum)
}

interface Answer {
  readonly output: Planes
  /** What is wrong with it, if anything is. */
  readonly wrong: string | undefined
}

/** Runs the network into planes that nobody else holds. */
async function infer(state: State, size: Size, fill: Fill): Promise<Answer> {
  const { card, session } = state
  const isNewSize = state.buffers?.key !== keyOf(size)
  const { input, spare } = buffersFor(state, size)
  const output = spare.pop() ?? outputFor(state, size)
  fill(input.data)
  state.turn?.take()
  const before = isNewSize ? memoryUsage.rss() : 0
  const start = performance.now()
  try {
    await session.run(input, output)
  } finally {
    state.turn?.give()
  }
  state.seconds += (performance.now() - start) / 1000
  if (isNewSize) learnMemory(state, memoryUsage.rss() - before, size)
  return { output, wrong: insanity(input.data, output.data, card) }
}

/** Tiles this small say more about the allocator than about the network. */
const TELLING_PIXELS = 128 * 128

/** What was really taken counts when it is more than the graph let expect: later tiles are planned by it. */
function learnMemory(state: State, grown: number, { width, height }: Size): void {
  if (width * height < TELLING_PIXELS) return
  state.bytesPerPixel = Math.max(state.bytesPerPixel, grown / (width * height))
}

const keyOf = ({ width, height }: Size) => `${width}x${height}`

function buffersFor(state: State, tile: Size): Buffers {
  const { card } = state
  const key = keyOf(tile)
  if (state.buffers?.key === key) return state.buffers
  state.buffers = undefined
  state.buffers = { key, input: planes(card.input.channels, tile.width, tile.height), spare: [] }
  return state.buffers
}

const outputFor = ({ card }: State, { width, height }: Size): Planes =>
  planes(card.output.channels, Math.round(width * outputScale(card)), Math.round(height * outputScale(card)))

const planes = (channels: number, width: number, height: number): Planes => ({
  data: new Float32Array(channels * width * height),
  dimensions: [1, channels, height, width],
})

/** Reflects the tile out to multiples of `multiple`; the result is cropped again. */
function pad(tile: Raster, multiple: number): Raster {
  const width = Math.ceil(tile.width / multiple) * multiple
  const height = Math.ceil(tile.height / multiple) * multiple
  return width === tile.width && height === tile.height ? tile : cutReflected(tile, 0, 0, width, height)
}

/** The part of the output that belongs to the tile. */
function cropped({ buffers, card }: State, tile: Raster, padded: Raster, output: Planes): Raster {
  const { channels } = card.output
  if (!isChannels(channels)) {
    throw new AppError('model-broken', `The model “${card.id}” does not return a picture.`, { model: card.id })
  }
  const [width, height] = [Math.round(tile.width * card.scale), Math.round(tile.height * card.scale)]
  const [stride, rows] = [Math.round(padded.width * card.scale), Math.round(padded.height * card.scale)]
  return fromPlanes({ data: output.data, channels, stride, rows }, width, height, () => buffers?.spare.push(output))
}

const isChannels = (count: number): count is Channels => count >= 1 && count <= 4
