import { presetRecipe } from '../../operations/presets.ts'
import type { Analysis } from '../../shared/analysis.ts'
import { openPicture } from '../media/open.ts'
import type { Picture } from '../media/picture.ts'
import { findingsOf } from './findings.ts'
import { measurePicture } from './measure.ts'

/**
 * Looks at a picture and proposes the *Faithful* recipe that fits it; the findings are its reasons.
 * Faces are not looked for: an empty `faces` says nothing about whether there are any.
 */
export async function analyzePicture({ raster }: Picture): Promise<Analysis> {
  const { width, height } = raster
  const findings = findingsOf(measurePicture(raster))
  return { width, height, findings, faces: [], recipe: presetRecipe('faithful', raster, findings) }
}

export const analyzeFile = async (file: string): Promise<Analysis> => analyzePicture(await openPicture(file))
