import { useMemo } from 'react'
import type { Restoration } from '../../../shared/entities.ts'
import type { Recipe } from '../../../shared/recipe.ts'
import { between, type FrameMap, frameSize } from './frame-map.ts'
import type { Session } from './use-session.ts'

export interface Frames {
  /** From what is on the canvas to the frame that the recipe makes: there strokes and previews lie. */
  readonly toDraft: FrameMap
  readonly fromDraft: FrameMap
  /** From what is on the canvas to what it is compared with. */
  readonly toBase: FrameMap
  readonly fromBase: FrameMap
  /** The recipe's frame, in pixels of the scan. */
  readonly draftSize: { readonly width: number; readonly height: number }
}

const geometry = (recipe: Recipe | undefined) =>
  JSON.stringify(recipe?.steps.filter(({ operation }) => operation === 'crop-rotate') ?? [])

/** How the frames of the scan, of the versions and of the recipe lie in each other. */
export function useFrames({ original, version, base, draft, isScanShown }: Session): Frames {
  const shown = isScanShown ? undefined : version?.recipe
  const compared = (base as Restoration | undefined)?.recipe
  const key = [shown, compared, draft].map(geometry).join(' ')
  const { width, height } = original
  // biome-ignore lint/correctness/useExhaustiveDependencies: only turning and cropping move frames
  return useMemo(() => {
    const scan = { width, height }
    return {
      toDraft: between(shown, draft, scan),
      fromDraft: between(draft, shown, scan),
      toBase: between(shown, compared, scan),
      fromBase: between(compared, shown, scan),
      draftSize: frameSize(draft, scan),
    }
  }, [key, width, height])
}
