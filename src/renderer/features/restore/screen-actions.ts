import { listOptions, queryClient } from '../../state/queries.ts'
import { goToRestore, useRoute } from '../../state/route.ts'
import { type Position, recall, rememberPosition } from './neighbours.ts'

/** What the Restore screen offers to commands while it is mounted. */
interface ScreenActions {
  canRestore: () => boolean
  restore: () => void
  canReveal: () => boolean
  reveal: () => void
  /** CSS px for one pixel of what is on the canvas, at which a preview is seen pixel by pixel. */
  actualScale: () => number
  copyRecipe: () => void
  canCopySteps: () => boolean
  /** Asks which steps are to be copied. */
  copySteps: () => void
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
  canCopySteps: () => offered.canCopySteps?.() ?? false,
  copySteps: () => offered.copySteps?.(),
  previewFilm: () => offered.previewFilm?.(),
  crop: () => offered.crop?.(),
}

/** Opens the picture before or after this one, or at an end, in the gallery it was opened from. */
export async function leafTo(to: -1 | 1 | 'first' | 'last'): Promise<void> {
  const { openId } = useRoute.getState()
  const position = recall()
  if (openId === null || !position) return
  if (to === 'first' || to === 'last') return openEnd(position, to)
  const offset = Math.max(0, position.index - 1)
  const { items } = await queryClient.fetchQuery(listOptions({ ...position.query, offset, limit: 3 }))
  const here = items.findIndex((item) => item.id === openId)
  const next = here < 0 ? undefined : items[here + to]
  if (!next) return
  rememberPosition(position.query, position.index + to)
  goToRestore(next.id)
}

async function openEnd({ query }: Position, end: 'first' | 'last'): Promise<void> {
  const at = (offset: number) => queryClient.fetchQuery(listOptions({ ...query, offset, limit: 1 }))
  const first = await at(0)
  const index = end === 'first' ? 0 : Math.max(0, first.total - 1)
  const [item] = (index === 0 ? first : await at(index)).items
  if (!item) return
  rememberPosition(query, index)
  goToRestore(item.id)
}
