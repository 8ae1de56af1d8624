import styles from './canvas.module.css'
import type { Box } from './viewport.ts'

interface ChipsProps {
  readonly box: Box
  readonly frameWidth: number
  readonly left: string | undefined
  readonly right: string | undefined
}

/** What is seen where, in a word. */
export function Chips({ box, frameWidth, left, right }: ChipsProps) {
  const top = Math.max(0, box.top) + 12
  return (
    <>
      {left && (
        <span className={`${styles.chip} ${styles.leftChip}`} style={{ top, left: Math.max(0, box.left) + 12 }}>
          {left}
        </span>
      )}
      {right && (
        <span className={styles.chip} style={{ top, right: Math.max(0, frameWidth - box.left - box.width) + 12 }}>
          {right}
        </span>
      )}
    </>
  )
}
