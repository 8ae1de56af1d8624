import { CircleAlert, CircleCheck, Info, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button, IconButton } from './button.tsx'
import { Icon } from './icon.tsx'
import { dismissToast, useToasts } from './toast-store.ts'
import styles from './toasts.module.css'

const icons = { plain: Info, good: CircleCheck, bad: CircleAlert }

/** The polite live region. It is always there, so that screen readers notice what is put into it. */
export function Toasts() {
  const { t } = useTranslation()
  const toasts = useToasts((state) => state.toasts)
  return (
    <div className={styles.region} role="status" aria-live="polite">
      {toasts.map(({ id, text, tone, action }) => (
        <div key={id} className={`${styles.toast} ${styles[tone]}`}>
          <Icon of={icons[tone]} />
          <span className={styles.text}>{text}</span>
          {action && (
            <Button
              look="quiet"
              onPress={() => {
                action.run()
                dismissToast(id)
              }}
            >
              {action.text}
            </Button>
          )}
          <IconButton icon={X} label={t('common.dismiss')} onPress={() => dismissToast(id)} small />
        </div>
      ))}
    </div>
  )
}
