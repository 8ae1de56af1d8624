import { ProgressBar } from 'react-aria-components'
import styles from './progress.module.css'

interface ProgressProps {
  readonly label: string
  /** 0..1; undefined while nothing is known. */
  readonly value: number | undefined
}

/** The bar alone: the words beside it say what is going on. */
export function Progress({ label, value }: ProgressProps) {
  return (
    <ProgressBar
      className={styles.progress ?? ''}
      aria-label={label}
      value={(value ?? 0) * 100}
      isIndeterminate={value === undefined}
    >
      {({ percentage }) => (
        <span
          className={`${styles.fill} ${value === undefined ? styles.unknown : ''}`}
          style={{ width: `${value === undefined ? 30 : percentage}%` }}
        />
      )}
    </ProgressBar>
  )
}
