// biome-ignore-all lint/a11y/useSemanticElements: rows and cells are placed freely, which tables do not allow
import { useCallback, useEffect, useLayoutEffect, useMemo, useReducer, useRef } from 'react'
import type { Grouping } from '../../../shared/dates/time-key.ts'
import type { OriginalSummary } from '../../../shared/entities.ts'
import { useWords, type Words } from '../../state/use-words.ts'
import styles from './gallery.module.css'
import { useBlocks, useLayout, useTimeline } from './gallery-data.ts'
import { galleryDrag } from './gallery-drag.ts'
import { useGalleryInput } from './gallery-input.ts'
import { type Block, blockSize, headingHeight, type Needs, placeOf } from './gallery-layout.ts'
import { GalleryRow, GroupHeading } from './gallery-row.tsx'
import { Scrubber } from './scrubber.tsx'
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
  readonly grouping: Grouping
}

/** Every picture of a shelf, of which only those in sight exist in the page. */
export function Gallery({ query, total, firstItems, rowHeight, grouping }: GalleryProps) {
  const words = useWords()
  const { t } = words
  const frame = useRef<HTMLDivElement>(null)
  const view = useScrollView(frame)
  const by = query.order === 'date' ? grouping : undefined
  const groups = useTimeline(query, by)
  // Together with the scroll bar as wide as the padding on the left, so that the edges of the page line up.
  const right = Math.max(8, padding - view.scrollBar)
  const needs = useMemo<Needs>(
    () => ({
      width: Math.max(200, view.width - padding - right),
      target: rowHeight,
      gap,
      by,
    }),
    [view.width, right, rowHeight, by],
  )
  const identity = JSON.stringify([query, by])
  const lastBlocks = useRef<readonly Block[]>([])
  const wantedKey = blocksInSight(lastBlocks.current, view).join() || '0'
  const wanted = useMemo(() => wantedKey.split(',').map(Number), [wantedKey])
  const fetched = useBlocks(query, wanted)
  const items = useMemo(
    () => (fetched.has(0) || !wanted.includes(0) ? fetched : new Map([...fetched, [0, firstItems]])),
    [fetched, firstItems, wanted],
  )
  const blocks = useLayout(total, items, needs, identity, groups)
  lastBlocks.current = blocks
  useAgain((blocksInSight(blocks, view).join() || '0') !== wantedKey)
  const hold = useAnchor(frame, blocks)
  const itemAt = (index: number) => items.get(Math.floor(index / blockSize))?.[index % blockSize]
  const input = useGalleryInput({ query, total, blocks, gap, itemAt, pageHeight: view.height })
  const drag = galleryDrag({ query, itemAt })
  useCursorInSight(frame, blocks, hold)
  const jump = useJump(frame, blocks, hold)
  const counts = useMemo(() => new Map(groups.map(({ key, count }) => [key, count])), [groups])

  useEffect(() => {
    if (identity) frame.current?.scrollTo({ top: 0 })
  }, [identity])

  const height = (blocks.at(-1)?.top ?? 0) + (blocks.at(-1)?.height ?? 0)
  return (
    <div className={styles.gallery}>
      <div ref={frame} className={styles.frame}>
        <div
          role="grid"
          aria-label={t('library.gallery')}
          aria-multiselectable="true"
          aria-rowcount={-1}
          className={styles.grid}
          style={{ height, marginRight: right }}
          {...input}
          {...drag}
        >
          {view.width > 0 &&
            blocks
              .filter((block) => wanted.includes(block.index))
              .map((block) => (
                <GalleryBlock
                  key={block.index}
                  block={block}
                  items={items.get(block.index)}
                  view={view}
                  counts={counts}
                  words={words}
                />
              ))}
        </div>
      </div>
      {groups.length > 0 && (
        <Scrubber groups={groups} frame={frame} blocks={blocks} height={view.height} onJump={jump} />
      )}
    </div>
  )
}

interface BlockProps {
  readonly block: Block
  readonly items: readonly OriginalSummary[] | undefined
  readonly view: View
  readonly counts: ReadonlyMap<string, number>
  readonly words: Words
}

function GalleryBlock({ block, items, view, counts, words }: BlockProps) {
  if (!block.rows || !items)
    return <div className={styles.unknown} style={{ top: block.top, height: block.height }} aria-hidden="true" />
  const inSight = block.rows.filter(
    (row) =>
      block.top + row.top < view.top + view.height + overscan && block.top + row.top + row.height > view.top - overscan,
  )
  return inSight.map((row) =>
    row.kind === 'heading' ? (
      <GroupHeading
        key={`group ${row.top}`}
        group={row.group}
        top={block.top + row.top}
        count={counts.get(row.group)}
        words={words}
      />
    ) : (
      <GalleryRow
        key={row.first}
        top={block.top + row.top}
        height={row.height}
        widths={row.widths}
        gap={gap}
        items={items}
        first={row.first}
        blockStart={block.index * blockSize}
        words={words}
      />
    ),
  )
}

/** Draws once more: heights that have become known may have brought other blocks into sight. */
function useAgain(needed: boolean): void {
  const [, draw] = useReducer((count: number) => count + 1, 0)
  useLayoutEffect(() => {
    if (needed) draw()
  })
}

/** Scrolls to the cursor when the keyboard moved it, and gives it the focus once it exists. */
function useCursorInSight(
  frame: React.RefObject<HTMLElement | null>,
  blocks: readonly Block[],
  hold: () => void,
): void {
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
    hold()
    const cell = element.querySelector<HTMLElement>(`[data-index="${cursor}"]`)
    if (!cell) return
    seen.current = cursor
    if (element.contains(document.activeElement) || document.activeElement === document.body)
      cell.focus({ preventScroll: true })
  })
}

/** @returns brings a picture, with the heading above it, to the top; again once its block is known, whose height was a guess */
function useJump(
  frame: React.RefObject<HTMLElement | null>,
  blocks: readonly Block[],
  hold: () => void,
): (index: number) => void {
  const target = useRef<number | undefined>(undefined)
  const latest = useRef(blocks)
  latest.current = blocks
  const apply = useCallback(() => {
    const element = frame.current
    if (!element || target.current === undefined) return
    const place = placeOf(latest.current, target.current, gap)
    const top = place?.top ?? latest.current[Math.floor(target.current / blockSize)]?.top ?? 0
    element.scrollTop = top - headingHeight
    hold()
    if (place) target.current = undefined
  }, [frame, hold])
  useEffect(apply)
  return useCallback(
    (index) => {
      target.current = index
      useSelection.setState({ anchor: index })
      apply()
    },
    [apply],
  )
}
