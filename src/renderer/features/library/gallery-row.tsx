// biome-ignore-all lint/a11y/useSemanticElements: rows and cells are placed freely, which tables do not allow
import { Check, Flag, FlagOff, ImageOff, Star } from 'lucide-react'
import { memo, type PointerEvent, useState } from 'react'
import type { OriginalSummary } from '../../../shared/entities.ts'
import { groupWords } from '../../state/date-words.ts'
import { useWords } from '../../state/use-words.ts'
import { assetUrl } from '../../transport/services.ts'
import { Icon } from '../../ui/icon.tsx'
import styles from './gallery.module.css'
import { badgesOf, spokenName } from './gallery-badges.ts'
import { useSelection } from './selection-store.ts'

interface RowProps {
  readonly top: number
  readonly height: number
  readonly widths: readonly number[]
  readonly gap: number
  readonly firstIndex: number
  readonly items: readonly OriginalSummary[]
}

export const GalleryRow = memo(function GalleryRow({ top, height, widths, gap, firstIndex, items }: RowProps) {
  return (
    <div role="row" tabIndex={-1} className={styles.row} style={{ top, height, gap }}>
      {items.map((item, offset) => (
        <GalleryCell key={item.id} item={item} index={firstIndex + offset} width={widths[offset] ?? 0} />
      ))}
    </div>
  )
})

interface CellProps {
  readonly item: OriginalSummary
  readonly index: number
  readonly width: number
}

/** `data-index` and `data-part` tell the grid's handlers what was meant (`gallery-input.ts`). */
function GalleryCell({ item, index, width }: CellProps) {
  const words = useWords()
  const isSelected = useSelection((state) => state.selected.has(item.id))
  const isCursor = useSelection((state) => state.cursor === index)
  const [isHovered, setHovered] = useState(false)
  const badges = badgesOf(item, words)
  return (
    <div
      role="gridcell"
      data-index={index}
      data-flag={item.flag}
      draggable
      tabIndex={isCursor ? 0 : -1}
      aria-selected={isSelected}
      aria-label={spokenName(item, badges, words)}
      className={styles.cell}
      style={{ width }}
      onPointerEnter={item.restoredThumb ? () => setHovered(true) : undefined}
      onPointerLeave={item.restoredThumb ? () => setHovered(false) : undefined}
      onPointerMove={item.restoredThumb ? followPointer : undefined}
    >
      <Thumbnail of={item.restoredThumb ?? item.thumb} />
      {isHovered && item.restoredThumb && (
        <span className={styles.before}>
          <Thumbnail of={item.thumb} />
        </span>
      )}
      <span className={styles.broken}>
        <Icon of={ImageOff} />
      </span>
      <span className={styles.name}>{item.name}</span>
      <span className={styles.check} data-part="check">
        <Icon of={Check} small />
      </span>
      <Marks item={item} />
      <span className={styles.badges}>
        {badges.map((badge) => (
          <span key={badge.text} className={`${styles.badge} ${styles[badge.tone]}`}>
            <badge.icon size={12} strokeWidth={2} aria-hidden="true" />
            <span>{badge.text}</span>
          </span>
        ))}
      </span>
    </div>
  )
}

/** Left of the pointer the scan, right of it the version. */
function followPointer(event: PointerEvent<HTMLElement>): void {
  const box = event.currentTarget.getBoundingClientRect()
  event.currentTarget.style.setProperty('--split', `${Math.round(event.clientX - box.left)}px`)
}

const Thumbnail = ({ of: asset }: { readonly of: string }) => (
  <img
    src={assetUrl(asset)}
    alt=""
    draggable={false}
    decoding="async"
    onLoad={({ currentTarget }) => currentTarget.setAttribute('data-state', 'shown')}
    onError={({ currentTarget }) => currentTarget.setAttribute('data-state', 'broken')}
  />
)

const stars = [1, 2, 3, 4, 5]

/** Stars and flag, in the corner; the name of the cell says them in words. */
function Marks({ item }: { readonly item: OriginalSummary }) {
  if (item.rating === 0 && item.flag === 0) return null
  return (
    <span className={styles.marks} aria-hidden="true">
      {item.flag === 1 && <Flag size={12} strokeWidth={2} className={styles.picked} />}
      {item.flag === -1 && <FlagOff size={12} strokeWidth={2} />}
      {stars.slice(0, item.rating).map((star) => (
        <Star key={star} size={11} className={styles.star} />
      ))}
    </span>
  )
}

interface HeadingProps {
  readonly group: string
  readonly top: number
  /** Undefined while it is not known. */
  readonly count: number | undefined
}

export function GroupHeading({ group, top, count }: HeadingProps) {
  const { t, language, number } = useWords()
  return (
    <div role="row" tabIndex={-1} className={styles.heading} style={{ top }}>
      <span role="rowheader" tabIndex={-1}>
        {groupWords(group, language, t)}
        {count !== undefined && (
          <span className={styles.headingCount}>{t('library.pictures', { count, shown: number(count) })}</span>
        )}
      </span>
    </div>
  )
}
