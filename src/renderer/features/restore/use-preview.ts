import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Recipe } from '../../../shared/recipe.ts'
import { engine } from '../../transport/services.ts'
import { useCanvas } from './canvas-store.ts'
import { around, frameSize, resultScale } from './frame-map.ts'
import { seenOf } from './picture-layer.tsx'
import { usePreviewSwitch } from './preview-store.ts'
import { useFrames } from './use-frames.ts'
import type { Session } from './use-session.ts'
import { boxOf } from './viewport.ts'

const settleMs = 200

interface Wanted {
  readonly recipe: Recipe
  readonly region: { readonly left: number; readonly top: number; readonly width: number; readonly height: number }
}

/** What is in sight, as the recipe will make it. A change of either ends the work on what is not wanted any more. */
export function usePreview(session: Session) {
  const isOn = usePreviewSwitch((state) => state.isOn)
  const wanted = useSettled(useWanted(session))
  const isPossible = wanted !== undefined && !session.original.missing
  const { id } = session.original
  const query = useQuery({
    queryKey: ['preview', id, wanted?.recipe, wanted?.region],
    queryFn: ({ signal }) => engine.call('photo.preview', { id, ...(wanted as Wanted) }, { signal }),
    enabled: isOn && isPossible,
    gcTime: 15_000,
    retry: false,
    // Panning, what was made stays in its place until the next part is there; another recipe makes it wrong.
    placeholderData: (before, query) =>
      JSON.stringify(query?.queryKey[2]) === JSON.stringify(wanted?.recipe) && query?.queryKey[1] === id
        ? before
        : undefined,
  })
  return { isOn, isPossible, ...query }
}

function useWanted(session: Session): Wanted | undefined {
  const { view, frame, picture } = useCanvas()
  const { toDraft } = useFrames(session)
  const { draft } = session
  if (!draft || frame.width === 0) return undefined
  const seen = around(toDraft, seenOf(boxOf(view, frame, picture), frame))
  const [left, top] = [limit(seen.left), limit(seen.top)]
  const region = { left, top, width: limit(seen.right) - left, height: limit(seen.bottom) - top }
  return { recipe: draft, region }
}

/** Rounded, so that the same view asks for the same part. */
const limit = (value: number) => Math.round(Math.min(1, Math.max(0, value)) * 1e4) / 1e4

/** Once the hand rests: a pan or a slider on its way would ask for dozens. */
function useSettled(wanted: Wanted | undefined): Wanted | undefined {
  const key = JSON.stringify(wanted)
  const [settled, setSettled] = useState<Wanted | undefined>(undefined)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says whether it is another wish
  useEffect(() => {
    const timer = setTimeout(() => setSettled(wanted), settleMs)
    return () => clearTimeout(timer)
  }, [key])
  return settled
}

/** CSS px for one pixel of what is on the canvas, at which a pixel of the result is one of the screen. */
export function actualScale({ draft, original }: Session, shownWidth: number): number {
  const frame = frameSize(draft, original)
  return (resultScale(draft) * frame.width) / Math.max(1, shownWidth) / (globalThis.devicePixelRatio || 1)
}
