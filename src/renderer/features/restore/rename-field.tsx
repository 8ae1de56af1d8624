import { useEffect, useRef, useState } from 'react'
import { useWords } from '../../state/use-words.ts'
import styles from './versions-part.module.css'

interface RenameFieldProps {
  readonly name: string
  /** Null when nothing is to change. */
  readonly onDone: (name: string | null) => void
}

/** Enter keeps, Escape does not; leaving keeps. */
export function RenameField({ name, onDone }: RenameFieldProps) {
  const { t } = useWords()
  const [text, setText] = useState(name)
  const input = useRef<HTMLInputElement>(null)
  const over = useRef(false)
  useEffect(() => input.current?.select(), [])
  const finish = (next: string | null) => {
    if (over.current) return
    over.current = true
    onDone(next?.trim() ? next.trim() : null)
  }
  return (
    <span className={styles.rename}>
      <input
        ref={input}
        aria-label={t('versions.newName')}
        value={text}
        maxLength={200}
        onChange={(event) => setText(event.target.value)}
        onBlur={() => finish(text)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return
          if (event.key === 'Enter') finish(text)
          if (event.key === 'Escape') finish(null)
          event.stopPropagation()
        }}
      />
    </span>
  )
}
