import { ArrowDownUp, Image, Images } from 'lucide-react'
import { Slider, SliderThumb, SliderTrack } from 'react-aria-components'
import { useWords } from '../../state/use-words.ts'
import { ChoiceField } from '../../ui/choice-field.tsx'
import { Icon } from '../../ui/icon.tsx'
import styles from './library-header.module.css'
import { orderBy, orders, rowHeights, setRowHeight, useView } from './view-store.ts'

/** What is on show, in which order and how large. */
export function LibraryHeader({ total }: { readonly total: number | undefined }) {
  const { t, number } = useWords()
  const { shelf, order, text, rowHeight } = useView()
  // The welcome has a heading of its own.
  if (total === 0 && shelf === 'all' && text === '') return <div className={styles.header} />
  return (
    <header className={styles.header}>
      <h1 className={styles.title}>{text ? t('library.results', { text }) : t(`shelf.${shelf}`)}</h1>
      <span className={styles.count} aria-live="polite">
        {total === undefined ? '' : t('library.pictures', { count: total, shown: number(total) })}
      </span>
      <div className={styles.tools}>
        <SizeSlider value={rowHeight} label={t('library.size')} />
        <span className={styles.order}>
          <Icon of={ArrowDownUp} small />
          <ChoiceField
            label={t('library.order')}
            hideLabel
            value={order}
            options={orders.map((each) => ({ value: each, text: t(`library.order.${each}`) }))}
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
