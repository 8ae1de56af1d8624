// biome-ignore-all lint/a11y/useSemanticElements: rows and cells are placed freely, which tables do not allow
import { useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { OriginalSummary } from '../../../shared/entities.ts'
import styles from './gallery.module.css'
import { useBlocks, useLayout } from './gallery-data.ts'
import { useGalleryInput } from './gallery-input.ts'
import { type Block, blockSize, type Needs, placeOf } from './gallery-layout.ts'
import { GalleryRow, YearHeading } from './gallery-row.tsx'
import { useSelection } from './selection-store.ts'
import { blocksInSight, useAnchor, useScrollView, type View } from './use-window.ts'
import type { GalleryQuery } from './view-store.ts'

const gap = 6
const padding = 24
const overscan = 500

interface GalleryProps {
  readonly query: GalleryQuery
  readonly total: number
  readonly firstItems: readonly OriginalSummary[]
  readonly rowHeight: number
}

/** Every picture of a shelf, of which only those in sight exist in the page. */
export function Gallery({ query, total, firstItems, rowHeight }: GalleryProps) {
  const { t } = useTranslation()
  const frame = useRef<HTMLDivElement>(null)
  const view = useScrollView(frame)
  // Together with the scroll bar as wide as the padding on the left, so that the edges of the page line up.
  const right = Math.max(8, padding - view.scrollBar)
  const needs = useMemo<Needs>(
    () => ({
      width: Math.max(200, view.width - padding - right),
      target: rowHeight,
      gap,
      byYear: query.order === 'date',
    }),
    [view.width, right, rowHeight, query.order],
  )
  const identity = JSON.stringify(query)
  const lastBlocks = useRef<readonly Block[]>([])
  const wantedKey = blocksInSight(lastBlocks.current, view).join() || '0'
  const wanted = useMemo(() => wantedKey.split(',').map(Number), [wantedKey])
  const fetched = useBlocks(query, wanted)
  const items = useMemo(
    () => (fetched.has(0) || !wanted.includes(0) ? fetched : new Map([...fetched, [0, firstItems]])),
    [fetched, firstItems, wanted],
  )
  const blocks = useLayout(total, items, needs, identity)
  lastBlocks.current = blocks
  useAnchor(frame, blocks)
  const itemAt = (index: number) => items.get(Math.floor(index / blockSize))?.[index % blockSize]
  const input = useGalleryInput({ query, total, blocks, gap, itemAt, pageHeight: view.height })
  useCursorInSight(frame, blocks)

  useEffect(() => {
    if (identity) frame.current?.scrollTo({ top: 0 })
  }, [identity])

  const height = (blocks.at(-1)?.top ?? 0) + (blocks.at(-1)?.height ?? 0)
  return (
    <div ref={frame} className={styles.frame}>
      <div
        role="grid"
        aria-label={t('library.gallery')}
        aria-multiselectable="true"
        aria-rowcount={-1}
        className={styles.grid}
        style={{ height, marginRight: right }}
        {...input}
      >
        {view.width > 0 &&
          blocks
            .filter((block) => wanted.includes(block.index))
            .map((block) => (
              <GalleryBlock key={block.index} block={block} items={items.get(block.index)} view={view} />
            ))}
      </div>
    </div>
  )
}

interface BlockProps {
  readonly block: Block
  readonly items: readonly OriginalSummary[] | undefined
  readonly view: View
}

function GalleryBlock({ block, items, view }: BlockProps) {
  if (!block.rows || !items)
    return <div className={styles.unknown} style={{ top: block.top, height: block.height }} aria-hidden="true" />
  const inSight = block.rows.filter(
    (row) =>
      block.top + row.top < view.top + view.height + overscan && block.top + row.top + row.height > view.top - overscan,
  )
  return inSight.map((row) =>
    row.kind === 'heading' ? (
      <YearHeading key={`year ${row.top}`} year={row.year} top={block.top + row.top} />
    ) : (
      <GalleryRow
        key={row.first}
        top={block.top + row.top}
        height={row.height}
        widths={row.widths}
        gap={gap}
        firstIndex={block.index * blockSize + row.first}
        items={items.slice(row.first, row.first + row.widths.length)}
      />
    ),
  )
}

/** Scrolls to the cursor when the keyboard moved it, and gives it the focus once it exists. */
function useCursorInSight(frame: React.RefObject<HTMLElement | null>, blocks: readonly Block[]): void {
  const cursor = useSelection((state) => state.cursor)
  const seen = useRef(cursor)
  useEffect(() => {
    const element = frame.current
    if (!element || seen.current === cursor) return
    const place = placeOf(blocks, cursor, gap)
    const block = blocks[Math.floor(cursor / blockSize)]
    const top = place ? place.top : (block?.top ?? 0)
    const bottom = top + (place?.height ?? 0)
    if (top - padding < element.scrollTop) element.scrollTop = top - padding
    else if (bottom + padding > element.scrollTop + element.clientHeight)
      element.scrollTop = bottom + padding - element.clientHeight
    const cell = element.querySelector<HTMLElement>(`[data-index="${cursor}"]`)
    if (!cell) return
    seen.current = cursor
    if (element.contains(document.activeElement) || document.activeElement === document.body)
      cell.focus({ preventScroll: true })
  })
}
