import { PlugZap } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useWords } from '../state/use-words.ts'
import type { LinkStatus } from '../transport/link.ts'
import { Icon } from '../ui/icon.tsx'
import styles from './app.module.css'

/** A start or a hiccup shorter than this is nobody's concern. */
const patienceMs = 900

/** Says quietly that the engine, or all of the studio, is away, only when it stays away for a moment. */
export function ConnectionBanner({ status }: { readonly status: LinkStatus }) {
  const { t } = useWords()
  const [isLong, setLong] = useState(false)
  useEffect(() => {
    setLong(false)
    if (status !== 'connecting' && status !== 'gone') return undefined
    const timer = setTimeout(() => setLong(true), patienceMs)
    return () => clearTimeout(timer)
  }, [status])
  return (
    <div role="status">
      {isLong && (
        <p className={styles.banner}>
          <Icon of={PlugZap} small />
          {t(status === 'gone' ? 'connection.closed' : 'connection.lost')}
        </p>
      )}
    </div>
  )
}
