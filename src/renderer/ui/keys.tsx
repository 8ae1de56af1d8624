import { keyCaps } from '../commands/shortcut.ts'
import styles from './hint.module.css'

/** A shortcut as key caps. */
export function Keys({ of: shortcut }: { readonly of: string }) {
  return (
    <span className={styles.keys}>
      {keyCaps(shortcut).map((cap) => (
        <kbd key={cap}>{cap}</kbd>
      ))}
    </span>
  )
}
