import { ort } from './onnx-runtime.ts'
import type { Provider } from './providers.ts'

// Every failure reaches the caller as an error: the runtime need not print it, too.
ort.env.logLevel = 'fatal'
const SILENT = 4

/** A network in the runtime. One run at a time. */
export interface RuntimeSession {
  /** @param input `inputDimensions` [1, C, H, W] @param output is filled */
  run(input: Planes, output: Planes): Promise<void>
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

/** A graph that does not have one input and one output. */
export class NotOneToOne extends Error {}

export const openOnnxRuntime: OpenRuntime = async (graph, provider, threads) => {
  const session = await ort.InferenceSession.create(graph, {
    executionProviders: [provider],
    graphOptimizationLevel: 'all',
    intraOpNumThreads: threads,
    logSeverityLevel: SILENT,
  })
  const [inputName, ...moreInputs] = session.inputNames
  const [outputName, ...moreOutputs] = session.outputNames
  if (inputName === undefined || outputName === undefined || moreInputs.length + moreOutputs.length > 0)
    throw new NotOneToOne('one input and one output are needed')
  return {
    run: async (input, output) => {
      const tensor = ({ data, dimensions }: Planes) => new ort.Tensor('float32', data, dimensions)
      await session.run({ [inputName]: tensor(input) }, { [outputName]: tensor(output) })
    },
    release: () => session.release(),
  }
}
