import type { ModelTask } from '../../shared/models.ts'
import { elementTypes, type OnnxGraph, type OnnxValue } from '../onnx/graph.ts'
import { type GeneratorShape, generatorShape } from './generator-trial.ts'
import { refuse } from './refusal.ts'

/** What a network takes and gives, told by the names and shapes of its inputs and outputs. */
export interface Contract {
  /** Told by names and shapes. Networks from RGB to RGB that colour are told from the rest by running them. */
  readonly task: ModelTask
  /** Of the first input and the first output. */
  readonly inputChannels: number
  readonly outputChannels: number
  /** A side the network insists on. */
  readonly side: number | undefined
  /** Of a generator of faces. */
  readonly generator?: GeneratorShape
}

const named = (values: readonly OnnxValue[]) => new Set(values.map(({ name }) => name))
const numberAt = (value: OnnxValue | undefined, axis: number): number | undefined => {
  const size = value?.axes[axis]
  return typeof size === 'number' && size > 0 ? size : undefined
}

/**
 * Refuses what must not be run: graphs that reach for other files or other code.
 * @throws AppError `model-refused`
 */
export function requireHarmless({ external, foreign, nodes }: OnnxGraph, name: string): void {
  const [file] = external
  if (file !== undefined)
    throw refuse(
      name,
      'external-data',
      `was refused: it wants to read another file (“${file}”). Save it as one file.`,
      file,
    )
  const [operator] = foreign
  if (operator !== undefined)
    throw refuse(
      name,
      'custom-operator',
      `was refused: it needs program code that is not part of ONNX (${operator}).`,
      operator,
    )
  const loop = nodes.find(({ type }) => type === 'Loop' || type === 'Scan')
  if (loop)
    throw refuse(name, 'unsupported-variant', `runs in loops (${loop.type}), which is not supported.`, loop.type)
}

/** @throws AppError `model-refused` with what is supported */
export function contractOf(graph: OnnxGraph, name: string): Contract {
  const [input] = graph.inputs
  const [output] = graph.outputs
  if (!input || !output) throw refuse(name, 'wrong-contract', 'has no input or no output.')
  const generator = generatorShape(graph)
  if (generator)
    return { task: 'imagine-face', inputChannels: generator.layers, outputChannels: 3, side: generator.side, generator }
  const side = numberAt(input, 2) === numberAt(input, 3) ? numberAt(input, 2) : undefined
  const sizes = { inputChannels: numberAt(input, 1) ?? 3, outputChannels: numberAt(output, 1) ?? 3, side }
  const task = taskOf(graph, sizes)
  if (task) return { task, ...sizes }
  const shape = (value: OnnxValue) => `${value.name} [${value.axes.join(', ')}]`
  const found = `${graph.inputs.map(shape).join(', ')} -> ${graph.outputs.slice(0, 3).map(shape).join(', ')}`
  throw refuse(
    name,
    'wrong-contract',
    `takes and gives something no step knows (${found}); supported are networks from RGB to RGB, x1 to x8, and the generators of faces that the training kit writes.`,
    found,
  )
}

type Sizes = Omit<Contract, 'task'>

function taskOf(graph: OnnxGraph, sizes: Sizes): Contract['task'] | undefined {
  const { inputs, outputs } = graph
  const [inputNames, outputNames] = [named(inputs), named(outputs)]
  const isPicture = (value: OnnxValue | undefined) => value?.type === elementTypes.float && value.axes.length === 4
  if (outputNames.has('kps_8') && outputNames.has('cls_8')) return 'detect-faces'
  if (!isPicture(inputs[0]) || outputs.length !== 1 || !isPicture(outputs[0])) return undefined
  if (inputNames.has('weight') && inputs.length === 2) return 'restore-faces'
  if (inputNames.has('mask') && inputs.length === 2) return 'inpaint'
  if (inputs.length !== 1) return undefined
  if ([7, 8, 11].includes(sizes.inputChannels) && sizes.outputChannels === 3) return 'interpolate'
  if (sizes.inputChannels !== 3) return undefined
  if (sizes.outputChannels === 2) return 'colorize'
  if (sizes.outputChannels !== 3) return undefined
  // The face restorers take one aligned face of 512 pixels, never a whole picture.
  return sizes.side === 512 && numberAt(outputs[0], 2) === 512 ? 'restore-faces' : 'upscale'
}
