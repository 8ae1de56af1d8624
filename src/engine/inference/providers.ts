import type { devices } from '../../shared/engine.ts'
import { ort } from './onnx-runtime.ts'

export type Device = (typeof devices)[number]
/** Where a session really runs. */
export const providers = ['cpu', 'webgpu', 'cuda', 'coreml', 'dml'] as const
export type Provider = (typeof providers)[number]

/** Accelerators worth trying by themselves, per system. WebGPU only on demand: software adapters take minutes. */
const byPlatform: Partial<Record<NodeJS.Platform, readonly Provider[]>> = {
  darwin: ['coreml'],
  win32: ['dml'],
  linux: ['cuda'],
}

/** What came with the installed ONNX Runtime, by name; whether the computer can is known when it was tried. */
const offered = (): ReadonlySet<string> =>
  new Set(
    ort
      .listSupportedBackends()
      .filter((backend) => backend.bundled)
      .map((backend) => backend.name),
  )

/** Providers to try for `device`, best first; the processor always comes last. */
export function providersFor(
  device: Device,
  platform: NodeJS.Platform = process.platform,
  here: ReadonlySet<string> = offered(),
): readonly Provider[] {
  if (device === 'cpu') return ['cpu']
  if (device !== 'auto') return [device, 'cpu']
  return [...(byPlatform[platform] ?? []).filter((provider) => here.has(provider)), 'cpu']
}

/** Devices a user can choose here: those ONNX Runtime offers, the processor always. */
export const devicesHere = (here: ReadonlySet<string> = offered()): Device[] => [
  'auto',
  'cpu',
  ...providers.filter((provider) => provider !== 'cpu' && here.has(provider)),
]

export const nameOf = (provider: Provider): string =>
  ({ webgpu: 'WebGPU', cuda: 'CUDA', coreml: 'Core ML', dml: 'DirectML', cpu: 'The processor' })[provider]
