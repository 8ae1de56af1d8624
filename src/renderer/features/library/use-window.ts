import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { Block } from './gallery-layout.ts'

export interface View {
  readonly top: number
  readonly width: number
  readonly height: number
  /** Width that the scroll bar takes, px. */
  readonly scrollBar: number
}

/** Size and scroll position of the gallery, at most once a frame. */
export function useScrollView(frame: RefObject<HTMLElement | null>): View {
  const [view, setView] = useState<View>({ top: 0, width: 0, height: 0, scrollBar: 0 })
  useLayoutEffect(() => {
    const element = frame.current
    if (!element) return undefined
    let waiting = 0
    const read = () => {
      waiting = 0
      setView({
        top: element.scrollTop,
        width: element.clientWidth,
        height: element.clientHeight,
        scrollBar: element.offsetWidth - element.clientWidth,
      })
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
