import type { Tensors } from '../../operations/define.ts'
import { ort } from './onnx-runtime.ts'
import type { Provider } from './providers.ts'

// Every failure reaches the caller as an error: the runtime need not print it, too.
ort.env.logLevel = 'fatal'
const SILENT = 4

/** A network in the runtime. One run at a time. */
export interface RuntimeSession {
  /** @param input `inputDimensions` [1, C, H, W] @param output is filled */
  run(input: Planes, output: Planes): Promise<void>
  /** Runs a graph with whatever inputs and outputs it has, by their names. */
  call(inputs: Tensors): Promise<Tensors>
  /** Names of the inputs, in the graph's order. */
  readonly inputs: readonly string[]
  /** One input and one output: what `run` needs. */
  readonly isOneToOne: boolean
  release(): Promise<void>
}

export interface Planes {
  readonly data: Float32Array
  readonly dimensions: readonly number[]
}

/** Opens a graph on a device. Tests put a device of their own in its place. @throws Error in the runtime's words */
export type OpenRuntime = (graph: Uint8Array, provider: Provider, threads: number) => Promise<RuntimeSession>

/** The runtime's version: what was measured with another one no longer holds. */
export const runtimeVersion = `onnxruntime ${ort.env.versions.node ?? ort.env.versions.common}`

export const openOnnxRuntime: OpenRuntime = async (graph, provider, threads) => {
  const session = await ort.InferenceSession.create(graph, {
    executionProviders: [provider],
    graphOptimizationLevel: 'all',
    intraOpNumThreads: threads,
    logSeverityLevel: SILENT,
  })
  const [inputName, ...moreInputs] = session.inputNames
  const [outputName, ...moreOutputs] = session.outputNames
  const isOneToOne = moreInputs.length + moreOutputs.length === 0
  return {
    inputs: session.inputNames,
    isOneToOne,
    run: async (input, output) => {
      if (inputName === undefined || outputName === undefined || !isOneToOne)
        throw new RangeError('one input and one output are needed')
      const tensor = ({ data, dimensions }: Planes) => new ort.Tensor('float32', data, dimensions)
      await session.run({ [inputName]: tensor(input) }, { [outputName]: tensor(output) })
    },
    call: async (inputs) => {
      const fed = Object.entries(inputs).map(([name, { data, dimensions }]) => {
        const type = data instanceof Float64Array ? 'float64' : 'float32'
        return [name, new ort.Tensor(type, data, dimensions)] as const
      })
      const answers = Object.entries(await session.run(Object.fromEntries(fed)))
      return Object.fromEntries(
        answers.map(([name, { data, dims }]) => [name, { data: data as Float32Array, dimensions: dims }]),
      )
    },
    release: () => session.release(),
  }
}
