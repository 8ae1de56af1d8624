import { Star } from 'lucide-react'
import { Radio, RadioGroup } from 'react-aria-components'
import { useWords } from '../../state/use-words.ts'
import styles from './star-field.module.css'

interface StarFieldProps {
  readonly label: string
  /** 0..5; null when pictures differ. */
  readonly value: number | null
  readonly onChange: (value: number) => void
}

const choices = [0, 1, 2, 3, 4, 5]

/** No to five stars: a row of radio buttons, the first of which takes the stars away. */
export function StarField({ label, value, onChange }: StarFieldProps) {
  const { t } = useWords()
  return (
    <RadioGroup
      aria-label={label}
      orientation="horizontal"
      className={styles.stars ?? ''}
      value={value === null ? null : String(value)}
      onChange={(next) => onChange(Number(next))}
    >
      {choices.map((count) => (
        <Radio
          key={count}
          value={String(count)}
          className={styles.star ?? ''}
          data-lit={count > 0 && value !== null && count <= value ? true : undefined}
          aria-label={count === 0 ? t('rating.none') : t('rating.stars', { count })}
        >
          {count === 0 ? (
            <span className={styles.none}>–</span>
          ) : (
            <Star size={17} strokeWidth={1.5} aria-hidden="true" />
          )}
        </Radio>
      ))}
    </RadioGroup>
  )
}
