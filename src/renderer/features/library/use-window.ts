import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { Block } from './gallery-layout.ts'

export interface View {
  /** In steps of `stepHeight`, never below the view. */
  readonly top: number
  readonly width: number
  readonly height: number
  /** Width that the scroll bar takes, px. */
  readonly scrollBar: number
}

/** Rows are drawn so far beyond the view that they need not be looked for at every pixel of the way, px. */
const stepHeight = 100

/** Size and scroll position of the gallery, in steps and at most once a frame. */
export function useScrollView(frame: RefObject<HTMLElement | null>): View {
  const [view, setView] = useState<View>({ top: 0, width: 0, height: 0, scrollBar: 0 })
  useLayoutEffect(() => {
    const element = frame.current
    if (!element) return undefined
    let waiting = 0
    const read = () => {
      waiting = 0
      const now: View = {
        top: Math.floor(element.scrollTop / stepHeight) * stepHeight,
        width: element.clientWidth,
        height: element.clientHeight,
        scrollBar: element.offsetWidth - element.clientWidth,
      }
      setView((before) => (isSame(before, now) ? before : now))
    }
    const soon = () => {
      waiting ||= requestAnimationFrame(read)
    }
    read()
    const sizes = new ResizeObserver(soon)
    sizes.observe(element)
    element.addEventListener('scroll', soon, { passive: true })
    return () => {
      cancelAnimationFrame(waiting)
      sizes.disconnect()
      element.removeEventListener('scroll', soon)
    }
  }, [frame])
  return view
}

const isSame = (a: View, b: View) =>
  a.top === b.top && a.width === b.width && a.height === b.height && a.scrollBar === b.scrollBar

/** Something told by the exact scroll position; drawn anew only when that changes. */
export function useScrolled<T extends number | string>(
  frame: RefObject<HTMLElement | null>,
  read: (top: number) => T,
): T {
  const subscribe = useCallback(
    (tell: () => void) => {
      const element = frame.current
      element?.addEventListener('scroll', tell, { passive: true })
      return () => element?.removeEventListener('scroll', tell)
    },
    [frame],
  )
  return useSyncExternalStore(subscribe, () => read(frame.current?.scrollTop ?? 0))
}

/** Blocks that reach into the view or a screen beyond it. */
export function blocksInSight(blocks: readonly Block[], view: View): number[] {
  const [from, to] = [view.top - view.height, view.top + view.height * 2]
  return blocks.filter((block) => block.top < to && block.top + block.height > from).map((block) => block.index)
}

/**
 * When a guessed height above the view turns out wrong, the view moves with the pictures: nothing jumps.
 * @returns to be called after scrolling by program: its scroll event comes a frame later, and until then the place
 * before it would be held
 */
export function useAnchor(frame: RefObject<HTMLElement | null>, blocks: readonly Block[]): () => void {
  const anchor = useRef<{ index: number; offset: number } | undefined>(undefined)
  const remember = useCallback(() => {
    const top = frame.current?.scrollTop ?? 0
    const block = blocks.findLast((each) => each.top <= top)
    anchor.current = block && { index: block.index, offset: top - block.top }
  }, [frame, blocks])

  useLayoutEffect(() => {
    const kept = anchor.current
    const block = kept && blocks[kept.index]
    const element = frame.current
    if (element && block && kept && element.scrollTop > 0) {
      const wanted = block.top + Math.min(kept.offset, block.height)
      if (Math.abs(wanted - element.scrollTop) > 1) element.scrollTop = wanted
    }
  }, [frame, blocks])

  useEffect(() => {
    const element = frame.current
    remember()
    element?.addEventListener('scroll', remember, { passive: true })
    return () => element?.removeEventListener('scroll', remember)
  }, [frame, remember])
  return remember
}
