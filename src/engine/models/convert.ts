import { freeSides } from '../onnx/free-sides.ts'
import type { OnnxGraph } from '../onnx/graph.ts'
import { receptiveField } from '../onnx/reach.ts'
import { readModel } from '../onnx/read.ts'
import { geometryOf } from '../onnx/shape.ts'
import { UnreadableGraph } from '../onnx/unreadable.ts'
import { withResize } from '../onnx/with-resize.ts'
import { writeModel } from '../onnx/write.ts'
import { recognise } from './architectures/index.ts'
import { givesColours, tryChroma } from './colour-trial.ts'
import { type Contract, contractOf, requireHarmless } from './contract.ts'
import { readNcnn } from './formats/ncnn.ts'
import { isOldPth, readOldPth, readPth } from './formats/pth.ts'
import { isSafetensors, readSafetensors } from './formats/safetensors.ts'
import { type ModelFile, withModelFile } from './formats/source.ts'
import { cleaned, loadAll, type StateDict } from './formats/tensors.ts'
import { tryGenerator } from './generator-trial.ts'
import { tryInterpolator } from './interpolator-trial.ts'
import { limits } from './limits.ts'
import { refuse } from './refusal.ts'
import { tryModel } from './trial.ts'

export type SourceFormat = 'onnx' | 'pth' | 'safetensors' | 'ncnn'

/** A model file turned into what the engine runs. */
export interface Converted {
  readonly format: SourceFormat
  readonly bytes: Uint8Array
  readonly opset: number
  readonly architecture: string
  readonly contract: Contract
  readonly parameters: number
  readonly scale: number
  readonly multiple: number
  /** In input pixels. `whole` when it looks further than tiles can show it. */
  readonly receptiveField: number
  readonly looksFar: boolean
  readonly gmacPerMegapixel: number
  /** Of the samples it takes; 0..1 unless it wants bytes, and then it gives bytes, too. */
  readonly most: 1 | 255
}

/**
 * Reads model files and turns them into one ONNX graph. Executes nothing of them, opens no file but these, and keeps
 * nothing of one that is refused.
 * @param paths one file, or the `.param` and the `.bin` of ncnn in any order
 * @param finalScale enlargement the result is shrunk to, where the network gives more
 * @throws AppError `model-refused`, `file-missing`, `no-permission`
 */
export async function convertModel(paths: readonly string[], finalScale?: number): Promise<Converted> {
  const [first = '', second] = [...paths].sort((a, b) => Number(isBin(a)) - Number(isBin(b)))
  return withModelFile(first, async (file) => {
    const draft = second === undefined ? await draftOf(file) : await withModelFile(second, (bin) => fromNcnn(file, bin))
    return finish(finalScale === undefined ? draft : resized(draft, finalScale), file.name)
  })
}

/** A network before it was tried. */
interface Draft {
  readonly format: SourceFormat
  readonly graph: OnnxGraph
  readonly bytes: Uint8Array
  readonly architecture: string
}

const written = (format: SourceFormat, graph: OnnxGraph, architecture: string): Draft => ({
  format,
  graph,
  bytes: writeModel(graph),
  architecture,
})

/** Of networks we wrote ourselves only: an ONNX file of others is kept as it is. */
function resized(draft: Draft, finalScale: number): Draft {
  const scale = geometryOf(draft.graph)?.scale
  if (draft.format === 'onnx' || scale === undefined || scale === finalScale) return draft
  return written(
    draft.format,
    withResize(draft.graph, finalScale / scale),
    `${draft.architecture}, shrunk to x${finalScale}`,
  )
}

const isBin = (path: string) => /\.bin$/i.test(path)

async function draftOf(file: ModelFile): Promise<Draft> {
  if (file.bytes < 16) throw refuse(file.name, 'truncated', 'is empty or cut short.')
  const head = await file.read(0, Math.min(file.bytes, 64))
  const start = String.fromCharCode(...head.subarray(0, 8))
  if (start.startsWith('PK')) return fromWeights(file, 'pth', await readPth(file))
  if (isOldPth(head)) return fromWeights(file, 'pth', await readOldPth(file))
  if (start.startsWith('7767517')) throw partnerMissing(file.name)
  if (isSafetensors(head, file.bytes)) return fromWeights(file, 'safetensors', await readSafetensors(file))
  if (/\.bin$/i.test(file.name)) throw partnerMissing(file.name)
  if (/\.onnx$/i.test(file.name) || head[0] === 0x08) return fromOnnx(file.name, await file.read(0, file.bytes))
  // A pickle by itself: the machine that could run it is the danger, so it is not even started.
  if (head[0] === 0x80 && head[1] !== undefined && head[1] <= 5)
    throw refuse(file.name, 'runs-code', 'is a bare Python pickle, not a PyTorch model, and is not opened.', 'pickle')
  throw refuse(
    file.name,
    'unknown-format',
    'is no model file that is known: .onnx, .pth, .safetensors or ncnn .param with .bin.',
  )
}

const partnerMissing = (name: string) =>
  refuse(name, 'partner-missing', 'is one half of an ncnn model: choose the .param and the .bin together.')

async function fromNcnn(param: ModelFile, bin: ModelFile): Promise<Draft> {
  if (param.bytes > limits.headerBytes) throw refuse(param.name, 'absurd-size', 'describes an absurdly large network.')
  const text = new TextDecoder().decode(await param.read(0, param.bytes))
  if (!text.startsWith('7767517') || !isBin(bin.name)) throw partnerMissing(param.name)
  const { graph, architecture } = readNcnn(text, await bin.read(0, bin.bytes), { param: param.name, bin: bin.name })
  return written('ncnn', graph, architecture)
}

async function fromWeights(file: ModelFile, format: SourceFormat, state: StateDict): Promise<Draft> {
  const weights = cleaned(state)
  const network = recognise(weights, file.name)
  const graph = network.build(await loadAll(weights, file.name))
  return written(format, graph, `${network.name}: ${network.detail}`)
}

/** Sides that are fixed although no layer needs it are set free. */
function fromOnnx(name: string, bytes: Uint8Array): Draft {
  const graph = readGraph(name, bytes)
  requireHarmless(graph, name)
  const { task, side } = contractOf(graph, name)
  const free = task === 'upscale' && side !== undefined ? freeSides(bytes, graph) : bytes
  return { format: 'onnx', graph, bytes: free, architecture: describe(graph) }
}

function readGraph(name: string, bytes: Uint8Array): OnnxGraph {
  try {
    return readModel(bytes)
  } catch (error) {
    if (error instanceof UnreadableGraph) throw refuse(name, error.reason, error.message, error.what)
    throw error
  }
}

function describe({ nodes }: OnnxGraph): string {
  const convolutions = nodes.filter(({ type }) => type === 'Conv').length
  return `ONNX graph of ${nodes.length} layers, ${convolutions} of them convolutions`
}

async function finish(draft: Draft, name: string): Promise<Converted> {
  const { graph, bytes, format, architecture } = draft
  const contract = contractOf(graph, name)
  const facts = { format, bytes, opset: graph.opset, architecture, contract, parameters: parametersOf(graph) }
  const untried = { scale: 1, multiple: 1, receptiveField: 0, looksFar: true, gmacPerMegapixel: 0, most: 1 } as const
  if (contract.task === 'colorize') return { ...facts, ...untried, ...(await tryChroma(bytes, name, contract.side)) }
  if (contract.generator) {
    await tryGenerator(bytes, name, contract.generator)
    return { ...facts, ...untried }
  }
  if (contract.task === 'interpolate')
    return { ...facts, ...untried, ...(await tryInterpolator(bytes, name, contract.inputChannels)) }
  // Networks of other kinds are kept untried: only their own step knows how to feed them.
  if (contract.task !== 'upscale') return { ...facts, ...untried }
  const geometry = geometryOf(graph)
  // Before it runs: an enlargement by a million would not come back.
  if (geometry && (geometry.scale > MOST || geometry.largest > 4 * MOST))
    throw refuse(name, 'absurd-size', `enlarges ${geometry.largest} times; up to ${MOST} times is supported.`)
  const { scale, multiple, reach } = await tryModel(bytes, name, geometry)
  if (geometry && geometry.scale !== scale) throw refuse(name, 'corrupt', 'enlarges otherwise than its layers say.')
  if (scale === 1 && (await givesColours(bytes, name, multiple)))
    return { ...facts, ...untried, contract: { ...contract, task: 'colorize' }, multiple, most: 255 }
  const exact = geometry && receptiveField(graph, scale, multiple)
  const radius = exact ?? reach ?? FAR
  return {
    ...facts,
    scale,
    multiple,
    receptiveField: Math.min(radius, WIDEST),
    looksFar: exact === undefined ? radius >= FAR : radius > WIDEST,
    gmacPerMegapixel: geometry?.gmac ?? 0,
    most: 1,
  }
}

const MOST = 8
/** Context given to networks of which no reach is known. */
const FAR = 64
/** No more context than this is given: beyond it, what a pixel adds to the result cannot be seen. */
const WIDEST = 64

/** Numbers in the float weights. */
function parametersOf({ nodes, weights }: OnnxGraph): number {
  const layers = nodes.filter(({ type }) => !['Resize', 'Upsample', 'Pad'].includes(type))
  const used = new Set(layers.flatMap(({ inputs }) => inputs))
  let count = 0
  const seen = new Set<Uint8Array>()
  for (const [name, { dimensions, data, type }] of weights) {
    if (!used.has(name) || seen.has(data) || (type !== 1 && type !== 10)) continue
    seen.add(data)
    count += dimensions.reduce((product, size) => product * size, 1)
  }
  return Math.max(1, count)
}
