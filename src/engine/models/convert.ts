import { recognise, supported } from './architectures/index.ts'
import { type Contract, contractOf, requireHarmless } from './contract.ts'
import { readNcnn } from './formats/ncnn.ts'
import { isOldPth, readOldPth, readPth } from './formats/pth.ts'
import { isSafetensors, readSafetensors } from './formats/safetensors.ts'
import { type ModelFile, withModelFile } from './formats/source.ts'
import { cleaned, loadAll, type StateDict } from './formats/tensors.ts'
import { limits } from './limits.ts'
import { freeSides } from './onnx/free-sides.ts'
import type { OnnxGraph } from './onnx/graph.ts'
import { receptiveField } from './onnx/reach.ts'
import { readModel } from './onnx/read.ts'
import { geometryOf } from './onnx/shape.ts'
import { writeModel } from './onnx/write.ts'
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
}

/**
 * Reads model files and turns them into one ONNX graph. Executes nothing of them, opens no file but these, and keeps
 * nothing of one that is refused.
 * @param paths one file, or the `.param` and the `.bin` of ncnn in any order
 * @throws AppError `model-refused`, `file-missing`, `no-permission`
 */
export async function convertModel(paths: readonly string[]): Promise<Converted> {
  const [first = '', second] = [...paths].sort((a, b) => Number(isBin(a)) - Number(isBin(b)))
  return withModelFile(first, async (file) => {
    if (second === undefined) return convertFile(file)
    return withModelFile(second, (partner) => convertNcnn(file, partner))
  })
}

const isBin = (path: string) => /\.bin$/i.test(path)

async function convertFile(file: ModelFile): Promise<Converted> {
  if (file.bytes < 16) throw refuse(file.name, 'truncated', 'is empty or cut short.')
  const head = await file.read(0, Math.min(file.bytes, 64))
  const start = String.fromCharCode(...head.subarray(0, 8))
  if (start.startsWith('PK')) return fromWeights(file, 'pth', await readPth(file))
  if (isOldPth(head)) return fromWeights(file, 'pth', await readOldPth(file))
  if (start.startsWith('7767517')) throw partnerMissing(file.name)
  if (isSafetensors(head, file.bytes)) return fromWeights(file, 'safetensors', await readSafetensors(file))
  if (/\.bin$/i.test(file.name)) throw partnerMissing(file.name)
  if (/\.onnx$/i.test(file.name) || head[0] === 0x08) return fromOnnx(file, await file.read(0, file.bytes))
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

async function convertNcnn(param: ModelFile, bin: ModelFile): Promise<Converted> {
  if (param.bytes > limits.headerBytes) throw refuse(param.name, 'absurd-size', 'describes an absurdly large network.')
  const text = new TextDecoder().decode(await param.read(0, param.bytes))
  if (!text.startsWith('7767517') || !isBin(bin.name)) throw partnerMissing(param.name)
  const { graph, architecture } = readNcnn(text, await bin.read(0, bin.bytes), { param: param.name, bin: bin.name })
  return finish('ncnn', graph, writeModel(graph), architecture, param.name)
}

async function fromWeights(file: ModelFile, format: SourceFormat, state: StateDict): Promise<Converted> {
  const weights = cleaned(state)
  const network = recognise(weights, file.name)
  const graph = network.build(await loadAll(weights, file.name))
  return finish(format, graph, writeModel(graph), `${network.name}: ${network.detail}`, file.name)
}

async function fromOnnx(file: ModelFile, bytes: Uint8Array): Promise<Converted> {
  const graph = readModel(bytes, file.name)
  requireHarmless(graph, file.name)
  const fixed = contractOf(graph, file.name)
  if (fixed.task !== 'upscale') return keptForLater(graph, bytes, fixed)
  const free = fixed.side === undefined ? bytes : freeSides(bytes, graph)
  return finish('onnx', graph, free, describe(graph), file.name)
}

function describe({ nodes }: OnnxGraph): string {
  const convolutions = nodes.filter(({ type }) => type === 'Conv').length
  return `ONNX graph of ${nodes.length} layers, ${convolutions} of them convolutions`
}

/** Networks of other kinds are recognised and kept; no trial, as only their own step knows how to feed them. */
function keptForLater(graph: OnnxGraph, bytes: Uint8Array, contract: Contract): Converted {
  const facts = { scale: 1, multiple: 1, receptiveField: 0, looksFar: true, gmacPerMegapixel: 0 }
  const { opset } = graph
  return {
    format: 'onnx',
    bytes,
    opset,
    architecture: describe(graph),
    contract,
    parameters: parametersOf(graph),
    ...facts,
  }
}

async function finish(
  format: SourceFormat,
  graph: OnnxGraph,
  bytes: Uint8Array,
  architecture: string,
  name: string,
): Promise<Converted> {
  const contract = contractOf(graph, name)
  if (contract.task !== 'upscale')
    throw refuse(name, 'wrong-contract', `does not go from RGB to RGB; supported are ${supported}.`)
  const geometry = geometryOf(graph)
  // Before it runs: an enlargement by a million would not come back.
  if (geometry && (geometry.scale > MOST || geometry.largest > 4 * MOST))
    throw refuse(name, 'absurd-size', `enlarges ${geometry.largest} times; up to ${MOST} times is supported.`)
  const { scale, multiple, reach } = await tryModel(bytes, name, geometry)
  if (geometry && geometry.scale !== scale) throw refuse(name, 'corrupt', 'enlarges otherwise than its layers say.')
  const exact = geometry && receptiveField(graph, scale, multiple)
  const radius = exact ?? reach ?? FAR
  return {
    format,
    bytes,
    opset: graph.opset,
    architecture,
    contract: { ...contract, side: undefined },
    parameters: parametersOf(graph),
    scale,
    multiple,
    receptiveField: Math.min(radius, WIDEST),
    looksFar: exact === undefined ? radius >= FAR : radius > WIDEST,
    gmacPerMegapixel: geometry?.gmac ?? 0,
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
