import { useEffect, useRef } from 'react'
import { hasSoftEdge, useBrush } from './brush-store.ts'
import styles from './canvas.module.css'
import { through } from './frame-map.ts'
import { paintKind } from './paint-strokes.ts'
import { brushKinds, strokesOf } from './strokes-in-recipe.ts'
import { useFrames } from './use-frames.ts'
import type { Session } from './use-session.ts'
import type { Box, Size } from './viewport.ts'

interface BrushLayerProps {
  readonly session: Session
  readonly box: Box
  readonly frame: Size
}

/** What is painted, and where the brush is. Drawn as large as the pane, however large the picture is. */
export function BrushLayer({ session, box, frame }: BrushLayerProps) {
  const { kind, radius, softness, cursor, live } = useBrush()
  const { fromDraft, draftSize } = useFrames(session)
  const canvas = useRef<HTMLCanvasElement>(null)
  const dots = globalThis.devicePixelRatio || 1
  const { a, b, c, d } = fromDraft
  const area = (box.width * box.height * Math.abs(a * d - b * c)) / (draftSize.width * draftSize.height)
  const reach = Math.sqrt(area) * Math.max(draftSize.width, draftSize.height)
  const place = (point: readonly [number, number]): readonly [number, number] => {
    const [x, y] = through(fromDraft, point)
    return [box.left + x * box.width, box.top + y * box.height]
  }
  const { draft } = session

  useEffect(() => {
    const element = canvas.current
    if (!element || !draft) return
    element.width = Math.round(frame.width * dots)
    element.height = Math.round(frame.height * dots)
    const painter = {
      at: (point: readonly [number, number]) => {
        const [x, y] = place(point)
        return [x * dots, y * dots] as const
      },
      reach: reach * dots,
    }
    for (const each of brushKinds) {
      const strokes = strokesOf(draft, each)
      paintKind(element, each, live?.kind === each ? [...strokes, live.stroke] : strokes, painter)
    }
  })
  if (kind === null) return null
  const at = cursor && place(cursor)
  const size = 2 * radius * reach
  // What is protected fades outside its edge, what is brought back inside.
  const faded = `${100 * (1 + (kind === 'protect' ? softness : -softness))}%`
  return (
    <div className={styles.brush} data-testid="brush" aria-hidden="true">
      <canvas ref={canvas} />
      {at && (
        <span
          className={styles.cursor}
          data-down={live !== null || undefined}
          style={{ left: at[0], top: at[1], width: size, height: size }}
        >
          {hasSoftEdge(kind) && <span className={styles.soft} style={{ width: faded, height: faded }} />}
        </span>
      )}
    </div>
  )
}
