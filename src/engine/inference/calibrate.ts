import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { type Provider, providers } from './providers.ts'

/** What `auto` found to be fastest, kept between starts. */
export interface CalibrationStore {
  get(key: string): Provider | undefined
  set(key: string, provider: Provider): void
}

export interface Candidate {
  readonly provider: Provider
  /** Seconds of one run that gave a sane result. @throws when the device cannot be used */
  readonly measure: () => Promise<number>
}

/** An accelerator has to be worth its start and its copies. */
const WORTH_IT = 0.8

/**
 * Measures each device once on a small tile, the processor among them, and remembers the fastest.
 * One that fails, or answers with nonsense, is out.
 */
export async function fastest(
  candidates: readonly Candidate[],
  key: string,
  store: CalibrationStore,
): Promise<Provider> {
  const known = store.get(key)
  if (known && candidates.some(({ provider }) => provider === known)) return known
  let best: { readonly provider: Provider; readonly seconds: number } | undefined
  for (const { provider, measure } of candidates) {
    const seconds = await measure().catch(() => Number.POSITIVE_INFINITY)
    const felt = provider === 'cpu' ? seconds * WORTH_IT : seconds
    if (!best || felt < best.seconds) best = { provider, seconds: felt }
  }
  const provider = best && Number.isFinite(best.seconds) ? best.provider : 'cpu'
  store.set(key, provider)
  return provider
}

/** A choice holds for this runtime, these devices and this file; another driver comes with another set of devices. */
export const calibrationKey = (runtime: string, candidates: readonly Provider[], sha256: string): string =>
  [runtime, process.platform, candidates.join('+'), sha256.slice(0, 16)].join(' ')

const stored = z.record(z.string(), z.enum(providers))

/** In one small file; one that cannot be read or written only means measuring again. */
export function calibrationFile(file: string): CalibrationStore {
  const read = (): Record<string, Provider> => {
    try {
      return stored.parse(JSON.parse(readFileSync(file, 'utf8')))
    } catch {
      return {}
    }
  }
  return {
    get: (key) => read()[key],
    set: (key, provider) => {
      const text = `${JSON.stringify({ ...read(), [key]: provider }, null, 1)}\n`
      try {
        mkdirSync(dirname(file), { recursive: true })
        writeFileSync(`${file}.part`, text)
        renameSync(`${file}.part`, file)
      } catch {
        // Measured again next time.
      }
    },
  }
}

/** Where the system keeps what programs can make again. */
export function userCache(env: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): string {
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'Daguerre', 'Cache')
  if (platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'Daguerre')
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'daguerre')
}
