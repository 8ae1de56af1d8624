import { presetRecipe } from '../../operations/presets.ts'
import type { Analysis } from '../../shared/analysis.ts'
import { openPicture } from '../media/open.ts'
import type { Picture } from '../media/picture.ts'
import { splitAlpha } from '../pipeline/alpha.ts'
import { damageShare, type Networks } from './damage.ts'
import { findingsOf } from './findings.ts'
import { measurePicture } from './measure.ts'

/**
 * Looks at a picture and proposes the *Faithful* recipe that fits it; the findings are its reasons.
 * Faces are not looked for: an empty `faces` says nothing about whether there are any.
 * @param networks without them nobody looks for scratches
 */
export async function analyzePicture({ raster }: Picture, networks?: Networks): Promise<Analysis> {
  const { width, height } = raster
  const damage = networks && (await damageShare(splitAlpha(raster).colour, networks))
  const findings = findingsOf({ ...measurePicture(raster), damage })
  return { width, height, findings, faces: [], recipe: presetRecipe('faithful', raster, findings) }
}

export const analyzeFile = async (file: string, networks?: Networks): Promise<Analysis> =>
  analyzePicture(await openPicture(file), networks)
