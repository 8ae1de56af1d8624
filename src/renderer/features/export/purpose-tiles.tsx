import { Radio, RadioGroup } from 'react-aria-components'
import { useWords } from '../../state/use-words.ts'
import { Icon } from '../../ui/icon.tsx'
import { choosePurpose, useExport } from './export-store.ts'
import styles from './purpose-tiles.module.css'
import { kinds, type Purpose, purposes } from './purposes.ts'

/** What it is for comes first; everything else follows from it. */
export function PurposeTiles() {
  const { t } = useWords()
  const purpose = useExport((state) => state.purpose)
  return (
    <RadioGroup
      aria-label={t('export.purpose')}
      orientation="horizontal"
      className={styles.tiles ?? ''}
      value={purpose}
      onChange={(next) => choosePurpose(next as Purpose)}
    >
      {purposes.map((each) => (
        <Radio key={each} value={each} className={styles.tile ?? ''}>
          <Icon of={kinds[each].icon} />
          <strong>{t(`export.purpose.${each}`)}</strong>
          <span>{t(`export.purpose.${each}.help`)}</span>
        </Radio>
      ))}
    </RadioGroup>
  )
}
