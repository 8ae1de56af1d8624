import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useRef } from 'react'
import type { Box } from '../../../shared/pages.ts'
import { useWords } from '../../state/use-words.ts'
import { assetUrl } from '../../transport/services.ts'
import { boxByKey, resized, within } from './boxes.ts'
import styles from './review.module.css'

interface PageBoxesProps {
  /** Asset of the page. */
  readonly view: string
  /** Size of the page, px, in which boxes are measured. */
  readonly page: { readonly width: number; readonly height: number }
  readonly boxes: readonly Box[]
  /** The one that is worked on. */
  readonly active: number
  readonly onChange: (boxes: readonly Box[]) => void
  readonly onActive: (index: number) => void
}

interface Drag {
  readonly index: number
  readonly corner: boolean
  readonly from: Box
  readonly x: number
  readonly y: number
}

/**
 * A new box is taken in hand at once; where one was deleted by a key, its neighbour is.
 * @returns tells which one goes
 */
function useBoxInHand(frame: RefObject<HTMLElement | null>, count: number): (deleted: number) => void {
  const before = useRef(count)
  const deleted = useRef<number | undefined>(undefined)
  useEffect(() => {
    const next = count > before.current ? count - 1 : deleted.current
    if (next !== undefined) frame.current?.querySelectorAll('button')[Math.min(next, count - 1)]?.focus()
    before.current = count
    deleted.current = undefined
  }, [frame, count])
  return (index) => {
    deleted.current = index
  }
}

/** The page with its boxes. Each box is a button: what dragging does, keys do as well. */
export function PageBoxes({ view, page, boxes, active, onChange, onActive }: PageBoxesProps) {
  const { t } = useWords()
  const frame = useRef<HTMLDivElement>(null)
  const drag = useRef<Drag | undefined>(undefined)
  const willDelete = useBoxInHand(frame, boxes.length)
  const put = (index: number, box: Box) => onChange(boxes.map((each, at) => (at === index ? box : each)))
  const begin = (index: number, box: Box, event: PointerEvent<HTMLElement>) => {
    const corner = (event.target as Element).hasAttribute('data-corner')
    event.currentTarget.setPointerCapture(event.pointerId)
    drag.current = { index, corner, from: box, x: event.clientX, y: event.clientY }
  }
  const move = (event: PointerEvent<HTMLElement>) => {
    const going = drag.current
    const shown = frame.current?.clientWidth
    if (!going || !shown) return
    const scale = page.width / shown
    const [dx, dy] = [(event.clientX - going.x) * scale, (event.clientY - going.y) * scale]
    const { from } = going
    put(
      going.index,
      going.corner ? resized(from, dx, dy, page) : within({ ...from, x: from.x + dx, y: from.y + dy }, page),
    )
  }
  const onKeyDown = (index: number, box: Box, event: KeyboardEvent) => {
    const next = boxByKey(box, event.key, event.shiftKey, page)
    if (next) put(index, next)
    else if (event.key === 'Delete' || event.key === 'Backspace') {
      willDelete(index)
      onChange(boxes.filter((_, at) => at !== index))
    } else return
    event.preventDefault()
  }
  const share = (value: number, whole: number) => `${(value / whole) * 100}%`
  return (
    <div ref={frame} className={styles.page}>
      <img src={assetUrl(view)} alt={t('review.pageAlt')} draggable={false} />
      {boxes.map((box, index) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: a box has no name but its place in the list
          key={index}
          type="button"
          className={styles.box}
          aria-current={index === active}
          aria-label={t('review.box', { number: index + 1, count: boxes.length })}
          style={{
            left: share(box.x - box.width / 2, page.width),
            top: share(box.y - box.height / 2, page.height),
            width: share(box.width, page.width),
            height: share(box.height, page.height),
            transform: `rotate(${box.angle}deg)`,
          }}
          onFocus={() => onActive(index)}
          onPointerDown={(event) => begin(index, box, event)}
          onPointerMove={move}
          onPointerUp={() => {
            drag.current = undefined
          }}
          onKeyDown={(event) => onKeyDown(index, box, event)}
        >
          <span className={styles.number}>{index + 1}</span>
          <span className={styles.handle} data-corner="" />
        </button>
      ))}
    </div>
  )
}
