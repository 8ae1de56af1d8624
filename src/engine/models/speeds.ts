import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { ModelCard } from '../../shared/model-card.ts'
import { writeAtomically } from '../media/atomic.ts'

const speedsFile = z.record(z.string(), z.number())
/** Seconds for a megapixel of input, measured on this computer, by `speedKey`. */
export type Speeds = Readonly<Record<string, number>>

/** Of the very weights: another file of the same name has a speed of its own. */
export const speedKey = ({ sha256 }: Pick<ModelCard, 'sha256'>): string => sha256

/** @param store folder of the user's models */
export async function readSpeeds(store: string): Promise<Speeds> {
  const text = await readFile(join(store, 'speeds.json'), 'utf8').catch(() => '{}')
  try {
    return speedsFile.parse(JSON.parse(text))
  } catch {
    // Only measurements: they are taken again.
    return {}
  }
}

export async function recordSpeed(store: string, card: Pick<ModelCard, 'sha256'>, seconds: number): Promise<void> {
  await mkdir(store, { recursive: true })
  const speeds = { ...(await readSpeeds(store)), [speedKey(card)]: seconds }
  await writeAtomically(join(store, 'speeds.json'), true, (temporary) => writeFile(temporary, JSON.stringify(speeds)))
}
