import { type ReactNode, useEffect, useRef } from 'react'

/** Opened from elsewhere, often with the column scrolled away from it: its first lines must be in sight. */
export function InSight({ children }: { readonly children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // Newer browsers answer with a promise, which is no clean-up.
    place.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  return <div ref={place}>{children}</div>
}
