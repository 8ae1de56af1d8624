import { ArrowDownUp, CalendarDays, Image, Images } from 'lucide-react'
import { Slider, SliderThumb, SliderTrack } from 'react-aria-components'
import { groupings } from '../../../shared/dates/time-key.ts'
import { useAlbums } from '../../state/queries.ts'
import { useWords } from '../../state/use-words.ts'
import { ChoiceField } from '../../ui/choice-field.tsx'
import { Icon } from '../../ui/icon.tsx'
import { AlbumMenu } from './album-menu.tsx'
import { FilterMenu } from './filter-menu.tsx'
import styles from './library-header.module.css'
import { groupBy, orderBy, rowHeights, setRowHeight, useView } from './view-store.ts'

const everyOrder = ['imported', 'date', 'name'] as const
const albumOrders = ['album', ...everyOrder] as const

/** What is on show, in which order and how large. */
export function LibraryHeader({ total }: { readonly total: number | undefined }) {
  const { t, number } = useWords()
  const { shelf, order, grouping, text, rowHeight, filters } = useView()
  const { data: albums } = useAlbums()
  const album = albums?.find((each) => each.id === filters.album)
  const isEverything = shelf === 'all' && text === '' && Object.keys(filters).length === 0
  // The welcome has a heading of its own.
  if (total === 0 && isEverything) return <div className={styles.header} />
  return (
    <header className={styles.header}>
      <h1 className={styles.title}>{text ? t('library.results', { text }) : (album?.name ?? t(`shelf.${shelf}`))}</h1>
      {album && <AlbumMenu album={album} />}
      <span className={styles.count} aria-live="polite">
        {total === undefined ? '' : t('library.pictures', { count: total, shown: number(total) })}
      </span>
      <div className={styles.tools}>
        <SizeSlider value={rowHeight} label={t('library.size')} />
        <FilterMenu />
        {order === 'date' && (
          <span className={styles.order}>
            <Icon of={CalendarDays} small />
            <ChoiceField
              label={t('library.grouping')}
              hideLabel
              value={grouping}
              options={groupings.map((each) => ({ value: each, text: t(`library.grouping.${each}`) }))}
              onChange={groupBy}
            />
          </span>
        )}
        <span className={styles.order}>
          <Icon of={ArrowDownUp} small />
          <ChoiceField
            label={t('library.order')}
            hideLabel
            value={order}
            options={(album ? albumOrders : everyOrder).map((each) => ({
              value: each,
              text: t(`library.order.${each}`),
            }))}
            onChange={orderBy}
          />
        </span>
      </div>
    </header>
  )
}

function SizeSlider({ value, label }: { readonly value: number; readonly label: string }) {
  return (
    <span className={styles.size}>
      <Icon of={Images} small />
      <Slider
        aria-label={label}
        className={styles.slider ?? ''}
        value={value}
        minValue={rowHeights.min}
        maxValue={rowHeights.max}
        step={rowHeights.step}
        onChange={(next) => setRowHeight(next as number)}
      >
        <SliderTrack className={styles.track ?? ''}>
          <SliderThumb className={styles.thumb ?? ''} aria-label={label} />
        </SliderTrack>
      </Slider>
      <Icon of={Image} small />
    </span>
  )
}
