// biome-ignore-all lint/a11y/useSemanticElements: rows and cells are placed freely, which tables do not allow
import { Flag, FlagOff, ImageOff, Star } from 'lucide-react'
import { memo, type PointerEvent, useState } from 'react'
import type { OriginalSummary } from '../../../shared/entities.ts'
import { groupWords } from '../../state/date-words.ts'
import type { Words } from '../../state/use-words.ts'
import { assetUrl } from '../../transport/services.ts'
import { Icon } from '../../ui/icon.tsx'
import styles from './gallery.module.css'
import { type Badge, badgesOf, spokenName } from './gallery-badges.ts'
import { useSelection } from './selection-store.ts'

interface RowProps {
  readonly top: number
  readonly height: number
  readonly widths: readonly number[]
  readonly gap: number
  /** The block that the row is of, and where the row begins in it: the same objects from frame to frame. */
  readonly items: readonly OriginalSummary[]
  readonly first: number
  /** Number of the block's first picture in the gallery. */
  readonly blockStart: number
  /** From above: asking i18n for them in every cell is most of what a cell costs. */
  readonly words: Words
}

/** Drawn once: scrolling only adds rows and takes them away. */
export const GalleryRow = memo(function GalleryRow({ top, height, widths, gap, ...row }: RowProps) {
  const { items, first, blockStart, words } = row
  return (
    <div role="row" tabIndex={-1} className={styles.row} style={{ top, height, gap }}>
      {items.slice(first, first + widths.length).map((item, offset) => (
        <GalleryCell
          key={item.id}
          item={item}
          index={blockStart + first + offset}
          width={widths[offset] ?? 0}
          words={words}
        />
      ))}
    </div>
  )
})

interface CellProps {
  readonly item: OriginalSummary
  readonly index: number
  readonly width: number
  readonly words: Words
}

/** `data-index` and `data-part` tell the grid's handlers what was meant (`gallery-input.ts`). */
function GalleryCell({ item, index, width, words }: CellProps) {
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
      <span className={styles.name}>{item.name}</span>
      <span className={styles.check} data-part="check" />
      <Marks item={item} />
      {badges.length > 0 && <Badges of={badges} />}
    </div>
  )
}

/** Left of the pointer the scan, right of it the version. */
function followPointer(event: PointerEvent<HTMLElement>): void {
  const box = event.currentTarget.getBoundingClientRect()
  event.currentTarget.style.setProperty('--split', `${Math.round(event.clientX - box.left)}px`)
}

function Thumbnail({ of: asset }: { readonly of: string }) {
  const [broken, setBroken] = useState<string | undefined>(undefined)
  if (broken === asset)
    return (
      <span className={styles.broken}>
        <Icon of={ImageOff} />
      </span>
    )
  return <img src={assetUrl(asset)} alt="" draggable={false} decoding="async" onError={() => setBroken(asset)} />
}

const Badges = ({ of: badges }: { readonly of: readonly Badge[] }) => (
  <span className={styles.badges}>
    {badges.map((badge) => (
      <span key={badge.text} className={`${styles.badge} ${styles[badge.tone]}`}>
        <badge.icon size={12} strokeWidth={2} aria-hidden="true" />
        <span>{badge.text}</span>
      </span>
    ))}
  </span>
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
  readonly words: Words
}

export const GroupHeading = memo(function GroupHeading({ group, top, count, words }: HeadingProps) {
  const { t, language, number } = words
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
})
