import { ChevronsLeftRight } from 'lucide-react'
import type { KeyboardEvent, PointerEvent } from 'react'
import { useWords } from '../../state/use-words.ts'
import { Icon } from '../../ui/icon.tsx'
import styles from './canvas.module.css'
import { setSplit, useCanvas } from './canvas-store.ts'
import type { Box, Size } from './viewport.ts'

interface DividerProps {
  /** px from the left edge of the frame. */
  readonly at: number
  readonly span: { readonly left: number; readonly right: number }
  readonly box: Box
  readonly frame: Size
  readonly isFilm?: boolean
}

/** Scan to its left, version to its right. A slider like any other: dragged, or moved with the arrow keys. */
export function Divider({ at, span, box, frame, isFilm }: DividerProps) {
  const { t, percent } = useWords()
  const split = useCanvas((state) => state.split)
  const top = Math.max(0, box.top)
  const height = Math.min(frame.height, box.top + box.height) - top

  const drag = (event: PointerEvent<HTMLElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
    const left = event.currentTarget.parentElement?.getBoundingClientRect().left ?? 0
    setSplit((event.clientX - left - span.left) / Math.max(1, span.right - span.left))
  }
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={t(isFilm ? 'canvas.dividerFilm' : 'canvas.divider')}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(split * 100)}
      aria-valuetext={t(isFilm ? 'canvas.dividerFilmValue' : 'canvas.dividerValue', { percent: percent(split) })}
      className={styles.divider}
      style={{ left: at, top, height }}
      onPointerDown={(event) => {
        event.stopPropagation()
        event.currentTarget.setPointerCapture(event.pointerId)
      }}
      onPointerMove={drag}
      onKeyDown={(event) => {
        const next = moved(event, split)
        if (next === undefined) return
        event.preventDefault()
        event.stopPropagation()
        setSplit(next)
      }}
    >
      <span className={styles.knob}>
        <Icon of={ChevronsLeftRight} small />
      </span>
    </div>
  )
}

function moved(event: KeyboardEvent, split: number): number | undefined {
  const step = event.shiftKey ? 0.1 : 0.02
  switch (event.key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return split - step
    case 'ArrowRight':
    case 'ArrowUp':
      return split + step
    case 'PageDown':
      return split - 0.1
    case 'PageUp':
      return split + 0.1
    case 'Home':
      return 0
    case 'End':
      return 1
    default:
      return undefined
  }
}
