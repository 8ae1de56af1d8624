import { create } from 'zustand'

/** Whether the picture stands alone, without versions, recipe, cards and film strip. Every start begins with all. */
export const usePanels = create<{ readonly isHidden: boolean }>(() => ({ isHidden: false }))

export const togglePanels = (): void => usePanels.setState(({ isHidden }) => ({ isHidden: !isHidden }))
