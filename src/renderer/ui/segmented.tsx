import { Radio, RadioGroup } from 'react-aria-components'
import styles from './segmented.module.css'

interface SegmentedProps<T extends string> {
  readonly label: string
  /** Null when none of the options is in force. */
  readonly value: T | null
  /** `lang` where the words are of another language than the page. */
  readonly options: readonly { readonly value: T; readonly text: string; readonly lang?: string }[]
  readonly onChange: (value: T) => void
  readonly isDisabled?: boolean
}

/** One of a few, all of them seen. */
export function Segmented<T extends string>({ label, value, options, onChange, isDisabled }: SegmentedProps<T>) {
  return (
    <RadioGroup
      aria-label={label}
      orientation="horizontal"
      className={styles.group ?? ''}
      value={value}
      onChange={(next) => onChange(next as T)}
      isDisabled={isDisabled ?? false}
    >
      {options.map((option) => (
        <Radio key={option.value} value={option.value} className={styles.option ?? ''}>
          {option.lang ? <span lang={option.lang}>{option.text}</span> : option.text}
        </Radio>
      ))}
    </RadioGroup>
  )
}
