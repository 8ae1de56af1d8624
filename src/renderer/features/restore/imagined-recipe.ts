import type { Engine } from '../../../shared/engine.ts'
import type { Recipe } from '../../../shared/recipe.ts'
import type { OutputOf } from '../../../shared/rpc/contract.ts'

export type ImaginedFace = OutputOf<Engine['faces.imagine']>

export const shownAtOnce = 4

/** The seeds of a page of the gallery. */
export const variantsOn = (page: number): number[] =>
  Array.from({ length: shownAtOnce }, (_, i) => page * shownAtOnce + i)

/** What the catalog, the sidecar and the file call it, whatever the language of the window. */
export const IMAGINED_NAME = 'Imagined, not recovered'

/** Makes the same face again and nothing else: no step that restores comes before or after it. */
export const imaginedRecipe = ({ step }: ImaginedFace): Recipe => ({ version: 1, name: IMAGINED_NAME, steps: [step] })
