import { type KeyboardEvent, type PointerEvent, type RefObject, useMemo, useRef, useState } from 'react'
import { foldGroups, type TimeGroup } from '../../../shared/dates/time-key.ts'
import { groupWords } from '../../state/date-words.ts'
import { useWords } from '../../state/use-words.ts'
import { type Block, firstInSight } from './gallery-layout.ts'
import styles from './scrubber.module.css'
import { entryAt, indexOfEntry, labelled, type ScrubberEntry, startsOf } from './scrubber-entries.ts'
import { useScrolled } from './use-window.ts'

interface ScrubberProps {
  readonly groups: readonly TimeGroup[]
  /** What is scrolled. */
  readonly frame: RefObject<HTMLElement | null>
  readonly blocks: readonly Block[]
  readonly height: number
  readonly onJump: (index: number) => void
}

const labelHeight = 22
/** Browsers round how far is scrolled: a jump may end a hair above the block it leads to, which is meant all the same. */
const rounded = 1

/** The years of the gallery along its edge: click, drag or arrow keys lead there. Undated pictures have their place at the end. */
export function Scrubber({ groups, frame, blocks, height, onJump }: ScrubberProps) {
  const { t, language, number } = useWords()
  const entries = useMemo(() => startsOf(foldGroups(groups, 'year')), [groups])
  const track = useRef<HTMLDivElement>(null)
  const [pointed, setPointed] = useState<number | undefined>(undefined)
  const current = useScrolled(frame, (top) => indexOfEntry(entries, firstInSight(blocks, top + rounded)))
  const shownLabels = useMemo(() => labelled(entries, Math.floor(height / labelHeight)), [entries, height])
  if (entries.length < 2) return null

  const words = (entry: ScrubberEntry) => groupWords(entry.key, language, t)
  const go = (index: number) => {
    const entry = entries[Math.min(entries.length - 1, Math.max(0, index))]
    if (entry) onJump(entry.start)
  }
  const pointedAt = (event: PointerEvent) => {
    const box = track.current?.getBoundingClientRect()
    return box ? entryAt(entries.length, (event.clientY - box.top) / box.height) : 0
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const next = step(event.key, current, entries.length)
    if (next === undefined) return
    event.preventDefault()
    go(next)
  }
  const now = entries[current] as ScrubberEntry
  const bubble = pointed === undefined ? undefined : entries[pointed]
  return (
    <div
      ref={track}
      role="slider"
      tabIndex={0}
      aria-label={t('scrubber.label')}
      aria-orientation="vertical"
      aria-valuemin={0}
      aria-valuemax={entries.length - 1}
      aria-valuenow={current}
      aria-valuetext={`${words(now)}, ${t('library.pictures', { count: now.count, shown: number(now.count) })}`}
      className={styles.scrubber}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        setPointed(pointedAt(event))
        go(pointedAt(event))
      }}
      onPointerMove={(event) => {
        const at = pointedAt(event)
        if (at === pointed) return
        setPointed(at)
        if (event.buttons === 1) go(at)
      }}
      onPointerLeave={() => setPointed(undefined)}
    >
      {entries.map(
        (entry, index) =>
          (shownLabels.has(index) || index === current) && (
            <span
              key={entry.key}
              className={styles.year}
              data-current={index === current || undefined}
              style={{ top: `${((index + 0.5) / entries.length) * 100}%` }}
            >
              {words(entry)}
            </span>
          ),
      )}
      {bubble && (
        <span className={styles.bubble} style={{ top: `${(((pointed ?? 0) + 0.5) / entries.length) * 100}%` }}>
          {words(bubble)} · {number(bubble.count)}
        </span>
      )}
    </div>
  )
}

function step(key: string, current: number, count: number): number | undefined {
  const steps: Readonly<Record<string, number>> = { ArrowUp: -1, ArrowDown: 1, PageUp: -10, PageDown: 10 }
  if (key === 'Home') return 0
  if (key === 'End') return count - 1
  const by = steps[key]
  return by === undefined ? undefined : Math.min(count - 1, Math.max(0, current + by))
}
