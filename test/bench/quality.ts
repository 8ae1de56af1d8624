import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { sessions } from './apply.ts'
import { benchInterpolate } from './sections/between.ts'
import { benchDeblock, benchDenoise } from './sections/cleaning.ts'
import { benchColour } from './sections/colour.ts'
import { benchMasks, benchRepair, benchRepairSpeed } from './sections/damage.ts'
import { benchEnlarge, benchReal } from './sections/enlarging.ts'
import { benchFaces } from './sections/faces.ts'
import { benchFading } from './sections/fading.ts'
import { benchImagine } from './sections/imagining.ts'
import { benchSteady } from './sections/steady.ts'

const sections: Readonly<Record<string, (data: string) => Promise<void>>> = {
  enlarge: benchEnlarge,
  real: benchReal,
  masks: benchMasks,
  repair: benchRepair,
  'repair-speed': benchRepairSpeed,
  denoise: benchDenoise,
  deblock: benchDeblock,
  faces: benchFaces,
  imagine: benchImagine,
  interpolate: benchInterpolate,
  colour: benchColour,
  steady: benchSteady,
  fading: benchFading,
}

/**
 * `npm run bench:quality [-- masks repair ...]`: the built-in networks and operations against truth, through the
 * engine's own pipeline. Sections whose weights are not in models/ say so and are left out.
 */
export async function run(named: string[]): Promise<void> {
  const root = process.env.DAGUERRE_DATA ?? resolve(import.meta.dirname, '../../../shared/data')
  const data = join(root, 'eval')
  if (!existsSync(data)) return console.log('skipped: no shared data (set DAGUERRE_DATA to a folder with eval/)')
  for (const name of named.length > 0 ? named : Object.keys(sections)) {
    const section = sections[name]
    if (!section) throw new Error(`There is no section called "${name}": ${Object.keys(sections).join(', ')}.`)
    await section(data)
  }
  await sessions.release()
}
