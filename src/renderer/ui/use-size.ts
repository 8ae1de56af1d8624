import { useEffect } from 'react'

export interface ElementSize {
  readonly width: number
  readonly height: number
}

/**
 * Tells the inner size of an element, now and whenever it changes.
 * @param told one and the same function every time: a setter of state or of a store
 */
export function useSize(place: React.RefObject<HTMLElement | null>, told: (size: ElementSize) => void): void {
  useEffect(() => {
    const element = place.current
    if (!element) return undefined
    const read = () => told({ width: element.clientWidth, height: element.clientHeight })
    read()
    const sizes = new ResizeObserver(read)
    sizes.observe(element)
    return () => sizes.disconnect()
  }, [place, told])
}
