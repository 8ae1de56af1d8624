import { presetRecipe, SMALL } from '../../operations/presets.ts'
import type { Analysis, Finding } from '../../shared/analysis.ts'
import { openPicture } from '../media/open.ts'
import type { Picture } from '../media/picture.ts'

/** Looks at a picture and proposes a recipe, with its reasons. Faces are not looked for yet: `faces` makes no claim. */
export async function analyzePicture({ raster }: Picture): Promise<Analysis> {
  const { width, height } = raster
  const findings: Finding[] = []
  const side = Math.max(width, height)
  if (side < SMALL) {
    findings.push({
      kind: 'small',
      severity: 0.5,
      text: `Small: only ${width} x ${height} pixels.`,
      values: { width, height },
    })
  }
  return { width, height, findings, faces: [], recipe: presetRecipe('faithful', raster, findings) }
}

export const analyzeFile = async (file: string): Promise<Analysis> => analyzePicture(await openPicture(file))
