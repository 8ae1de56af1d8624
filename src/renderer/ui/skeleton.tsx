import styles from './skeleton.module.css'

/** The place of words that are on their way. `widths` in per cent, one line each. */
export function SkeletonLines({ widths }: { readonly widths: readonly number[] }) {
  return (
    <div className={styles.lines} aria-hidden="true">
      {widths.map((width) => (
        <span key={width} className={styles.line} style={{ width: `${width}%` }} />
      ))}
    </div>
  )
}
