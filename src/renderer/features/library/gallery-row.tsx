// biome-ignore-all lint/a11y/useSemanticElements: rows and cells are placed freely, which tables do not allow
import { Check, ImageOff, Palette, Sparkles, Unlink } from 'lucide-react'
import { memo } from 'react'
import type { OriginalSummary } from '../../../shared/entities.ts'
import { useWords, type Words } from '../../state/use-words.ts'
import { assetUrl } from '../../transport/services.ts'
import { Icon } from '../../ui/icon.tsx'
import styles from './gallery.module.css'
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
  const badges = badgesOf(item, words)
  return (
    <div
      role="gridcell"
      data-index={index}
      tabIndex={isCursor ? 0 : -1}
      aria-selected={isSelected}
      aria-label={[item.name, ...badges.map((badge) => badge.text)].join(', ')}
      className={styles.cell}
      style={{ width }}
    >
      <img
        src={assetUrl(item.thumb)}
        alt=""
        draggable={false}
        decoding="async"
        onLoad={({ currentTarget }) => currentTarget.setAttribute('data-state', 'shown')}
        onError={({ currentTarget }) => currentTarget.setAttribute('data-state', 'broken')}
      />
      <span className={styles.broken}>
        <Icon of={ImageOff} />
      </span>
      <span className={styles.name}>{item.name}</span>
      <span className={styles.check} data-part="check">
        <Icon of={Check} small />
      </span>
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

/** Shape and word, never colour alone. */
const badgesOf = (item: OriginalSummary, { t }: Words) => [
  ...(item.restorations > 0 && !item.colourIsGuess
    ? [{ icon: Sparkles, text: t('badge.restored'), tone: 'good' } as const]
    : []),
  ...(item.colourIsGuess ? [{ icon: Palette, text: t('badge.colourGuess'), tone: 'guess' } as const] : []),
  ...(item.missing ? [{ icon: Unlink, text: t('badge.missing'), tone: 'damage' } as const] : []),
]

export function YearHeading({ year, top }: { readonly year: string; readonly top: number }) {
  const { t } = useWords()
  return (
    <div role="row" tabIndex={-1} className={styles.heading} style={{ top }}>
      <span role="rowheader" tabIndex={-1}>
        {year === '' ? t('library.undatedHeading') : decade(year)}
      </span>
    </div>
  )

  /** `193X` is how EDTF writes the 1930s. */
  function decade(edtf: string): string {
    return /^\d{3}X$/.test(edtf)
      ? t('library.decade', { year: `${edtf.slice(0, 3)}0` })
      : /^\d{2}XX$/.test(edtf)
        ? t('library.century', { year: `${edtf.slice(0, 2)}00` })
        : edtf
  }
}
