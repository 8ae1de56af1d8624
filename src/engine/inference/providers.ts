import * as ort from 'onnxruntime-node'
import type { devices } from '../../shared/engine.ts'

export type Device = (typeof devices)[number]
/** Where a session really runs. */
export type Provider = Exclude<Device, 'auto'>

/** Accelerators worth trying by themselves, per system. WebGPU only on demand: software adapters take minutes. */
const byPlatform: Partial<Record<NodeJS.Platform, readonly Provider[]>> = {
  darwin: ['coreml'],
  win32: ['dml'],
  linux: ['cuda'],
}

const bundled = (): ReadonlySet<string> =>
  new Set(
    ort
      .listSupportedBackends()
      .filter((backend) => backend.bundled)
      .map((backend) => backend.name),
  )

/** Providers to try for `device`, best first; the processor always comes last. */
export function providersFor(device: Device, platform: NodeJS.Platform = process.platform): readonly Provider[] {
  if (device === 'cpu') return ['cpu']
  if (device !== 'auto') return [device, 'cpu']
  const here = bundled()
  return [...(byPlatform[platform] ?? []).filter((provider) => here.has(provider)), 'cpu']
}
