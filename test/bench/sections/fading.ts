import { join } from 'node:path'
import type { Raster } from '../../../src/shared/image/raster.ts'
import { apply, pictures } from '../apply.ts'
import { fixed, printTable } from '../table.ts'
import { type ColourMeasure, compareColours, meanOf } from '../yardsticks/colour.ts'
import { ageing, faded } from '../yardsticks/fading.ts'

const ways: readonly (readonly [string, string, Record<string, unknown>])[] = [
  ['recover-tone, as set', 'recover-tone', {}],
  ['recover-tone, all', 'recover-tone', { strength: 1, cast: 1, localContrast: 0 }],
  ['recover-colour, as set', 'recover-colour', {}],
  ['recover-colour, all', 'recover-colour', { strength: 1 }],
  ['recover-colour, classical, all', 'recover-colour', { strength: 1, method: 'classical' }],
  ['the same, no memory', 'recover-colour', { strength: 1, method: 'classical', memoryColours: false }],
]

/** Photos printed with three dyes, faded, and brought back: against the photo before. And what healthy ones suffer. */
export async function benchFading(data: string): Promise<void> {
  const found = new Map<string, ColourMeasure[]>()
  const healthy = new Map<string, ColourMeasure[]>()
  const add = (to: Map<string, ColourMeasure[]>, name: string, truth: Raster, result: Raster) =>
    to.set(name, [...(to.get(name) ?? []), compareColours(truth, result)])
  let seed = 0
  for await (const truth of pictures(join(data, 'cid22-val'))) {
    const old = faded(truth, ageing(++seed))
    add(found, 'faded', truth, old)
    for (const [name, operation, params] of ways) {
      add(found, name, truth, (await apply(old, operation, params)).picture.raster)
      add(healthy, name, truth, (await apply(truth, operation, params)).picture.raster)
    }
  }
  const row = ([name, measures]: readonly [string, readonly ColourMeasure[]]) => [
    name,
    fixed(
      meanOf(measures, ({ difference }) => difference),
      2,
    ),
    fixed(
      (100 * meanOf(measures, ({ colourful }) => colourful)) / meanOf(measures, ({ trulyColourful }) => trulyColourful),
      0,
    ),
    fixed(100 * meanOf(measures, ({ wrong }) => wrong), 1),
  ]
  const head = ['', 'CIEDE2000', 'colourfulness %', 'wrong %']
  printTable(`Faded dyes, ${seed} photos of cid22-val`, head, [...found].map(row))
  printTable('The same on photos that have not faded', head, [...healthy].map(row))
}
