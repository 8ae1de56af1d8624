import { presetRecipe } from '../../operations/presets.ts'
import type { Analysis } from '../../shared/analysis.ts'
import { facesOf } from '../faces/find-in-picture.ts'
import { openPicture } from '../media/open.ts'
import type { Picture } from '../media/picture.ts'
import { splitAlpha } from '../pipeline/alpha.ts'
import { damageShare, type Networks } from './damage.ts'
import { dyesLost } from './dyes.ts'
import { findingsOf } from './findings.ts'
import { measurePicture } from './measure.ts'

export interface Lookers extends Networks {
  /** Whether to look for faces, too. */
  readonly faces?: boolean
}

/**
 * Looks at a picture and proposes the *Faithful* recipe that fits it; the findings are its reasons.
 * An empty `faces` says nothing about whether there are any, unless a detector was there and asked to look.
 * @param networks without them nobody looks for scratches or faces
 */
export async function analyzePicture({ raster }: Picture, networks?: Lookers): Promise<Analysis> {
  const { width, height } = raster
  const measures = measurePicture(raster)
  const { colour } = splitAlpha(raster)
  const damage = networks && (await damageShare(colour, networks))
  const dyes = networks && measures.tone.kind === 'colour' ? await dyesLost(colour, networks) : undefined
  const findings = findingsOf({ ...measures, damage, dyes })
  const found = networks?.faces ? (await facesOf(raster, networks)).faces : []
  const faces = found.map(({ box, points, score }) => ({ box, points, score }))
  return { width, height, findings, faces, recipe: presetRecipe('faithful', raster, findings) }
}

export const analyzeFile = async (file: string, networks?: Lookers): Promise<Analysis> =>
  analyzePicture(await openPicture(file), networks)
