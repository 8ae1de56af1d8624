import { listOptions, queryClient } from '../../state/queries.ts'
import { goToRestore, useRoute } from '../../state/route.ts'
import { recall, rememberPosition } from './neighbours.ts'

/** What the Restore screen offers to commands while it is mounted. */
interface ScreenActions {
  canRestore: () => boolean
  restore: () => void
  canReveal: () => boolean
  reveal: () => void
  /** CSS px for one pixel of what is on the canvas, at which a preview is seen pixel by pixel. */
  actualScale: () => number
  copyRecipe: () => void
  /** A few seconds of the film with all of the recipe. */
  previewFilm: () => void
  /** Opens the step that turns and crops, put into the recipe where it is not there yet. */
  crop: () => void
}

const offered: Partial<ScreenActions> = {}

/** @returns takes them away again */
export function offerActions(mine: Partial<ScreenActions>): () => void {
  Object.assign(offered, mine)
  return () => {
    for (const key of Object.keys(mine) as (keyof ScreenActions)[]) if (offered[key] === mine[key]) delete offered[key]
  }
}

export const screenActions: ScreenActions = {
  canRestore: () => offered.canRestore?.() ?? false,
  restore: () => offered.restore?.(),
  canReveal: () => offered.canReveal?.() ?? false,
  reveal: () => offered.reveal?.(),
  actualScale: () => offered.actualScale?.() ?? 1,
  copyRecipe: () => offered.copyRecipe?.(),
  previewFilm: () => offered.previewFilm?.(),
  crop: () => offered.crop?.(),
}

/** Opens the picture before or after this one in the gallery it was opened from. */
export async function stepTo(direction: -1 | 1): Promise<void> {
  const { openId } = useRoute.getState()
  const position = recall()
  if (openId === null || !position) return
  const offset = Math.max(0, position.index - 1)
  const { items } = await queryClient.fetchQuery(listOptions({ ...position.query, offset, limit: 3 }))
  const here = items.findIndex((item) => item.id === openId)
  const next = here < 0 ? undefined : items[here + direction]
  if (!next) return
  rememberPosition(position.query, position.index + direction)
  goToRestore(next.id)
}
