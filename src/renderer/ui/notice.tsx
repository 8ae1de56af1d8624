import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'
import styles from './notice.module.css'

interface NoticeProps {
  readonly icon: LucideIcon
  readonly title: string
  readonly children?: ReactNode
  readonly action?: ReactNode
  /** Announced at once: for failures. */
  readonly alert?: boolean
}

/** A whole area that has nothing to show: why, what was kept, and the one thing to do about it. */
export function Notice({ icon, title, children, action, alert = false }: NoticeProps) {
  return (
    <div className={styles.notice} {...(alert ? { role: 'alert' } : {})}>
      <span className={styles.emblem}>
        <Icon of={icon} />
      </span>
      <h2>{title}</h2>
      {children && <p>{children}</p>}
      {action}
    </div>
  )
}
