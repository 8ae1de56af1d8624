import { Radio, RadioGroup } from 'react-aria-components'
import { useWords } from '../../state/use-words.ts'
import { Icon } from '../../ui/icon.tsx'
import { choosePurpose } from './export-store.ts'
import styles from './purpose-tiles.module.css'
import { filmPurposes, kinds, type Purpose, purposes } from './purposes.ts'

interface PurposeTilesProps {
  readonly purpose: Purpose
  /** There are only films. */
  readonly isFilm: boolean
}

/** What it is for comes first; everything else follows from it. */
export function PurposeTiles({ purpose, isFilm }: PurposeTilesProps) {
  const { t } = useWords()
  return (
    <RadioGroup
      aria-label={t('export.purpose')}
      orientation="horizontal"
      className={styles.tiles ?? ''}
      data-film={isFilm || undefined}
      value={purpose}
      onChange={(next) => choosePurpose(next as Purpose)}
    >
      {(isFilm ? filmPurposes : purposes).map((each) => (
        <Radio key={each} value={each} className={styles.tile ?? ''}>
          <Icon of={kinds[each].icon} />
          <strong>{t(`export.purpose.${each}`)}</strong>
          <span>
            {isFilm && (each === 'keep' || each === 'compare')
              ? t(`export.purpose.${each}.helpFilm`)
              : t(`export.purpose.${each}.help`)}
          </span>
        </Radio>
      ))}
    </RadioGroup>
  )
}
