import { type RefObject, useEffect, useRef } from 'react'

interface Move {
  /** Where the step is now. */
  readonly index: number
  readonly by: -1 | 1
}

/**
 * The keyboard stays with the step that was moved: with the same button, or the one back where that is gone.
 * @param steps what changes when one was moved
 * @returns tells which one was
 */
export function useFollowStep(list: RefObject<HTMLOListElement | null>, steps: unknown): (move: Move) => void {
  const moved = useRef<Move | undefined>(undefined)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the steps say that the buttons are others now
  useEffect(() => {
    if (!moved.current) return
    const { index, by } = moved.current
    moved.current = undefined
    const buttons = list.current?.children[index]
    const next = buttons?.querySelector<HTMLElement>(`[data-move="${by}"]`) ?? buttons?.querySelector('[data-move]')
    if (next instanceof HTMLElement) next.focus()
  }, [list, steps])
  return (move) => {
    moved.current = move
  }
}
