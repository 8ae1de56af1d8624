import { createHash } from 'node:crypto'
import type { FilmPart, Recipe } from '../../shared/recipe.ts'
import { version } from '../../shared/version.ts'

/** Names a preview by all that it depends on: the same wish finds it again, any other does not. A SHA-256. */
export function previewId(film: string, { steps, areas }: Recipe, part: FilmPart): string {
  const made = steps.filter(({ enabled }) => enabled)
  return createHash('sha256')
    .update(JSON.stringify([film, made, areas, part, version]))
    .digest('hex')
}

export const isPreviewId = (id: string): boolean => /^[0-9a-f]{64}$/.test(id)
