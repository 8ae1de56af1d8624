import { CircleAlert, CircleCheck, Info, X } from 'lucide-react'
import type { FocusEvent, KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, IconButton } from './button.tsx'
import { Icon } from './icon.tsx'
import { backFromToasts } from './toast-focus.ts'
import { dismissToast, holdToast, letGoOfToast, type Toast, type ToastAction, useToasts } from './toast-store.ts'
import styles from './toasts.module.css'

const icons = { plain: Info, good: CircleCheck, bad: CircleAlert }

/** The polite live region. It is always there, so that screen readers notice what is put into it. */
export function Toasts() {
  const toasts = useToasts((state) => state.toasts)
  return (
    <div className={styles.region} role="status" aria-live="polite" data-toasts="">
      {toasts.map((toast) => (
        <ToastLine key={toast.id} toast={toast} />
      ))}
    </div>
  )
}

function ToastLine({ toast: { id, text, tone, picture, actions } }: { readonly toast: Toast }) {
  const { t } = useTranslation()
  const dismiss = () => {
    backFromToasts()
    dismissToast(id)
  }
  const take = ({ run }: ToastAction) => {
    dismiss()
    run()
  }
  const isLeaving = (event: FocusEvent) => !event.currentTarget.contains(event.relatedTarget)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    dismiss()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes what one is in; the button does so, too
    <div
      className={`${styles.toast} ${styles[tone]}`}
      onFocus={() => holdToast(id)}
      onBlur={(event) => isLeaving(event) && letGoOfToast(id)}
      onPointerEnter={() => holdToast(id)}
      onPointerLeave={(event) => !event.currentTarget.contains(document.activeElement) && letGoOfToast(id)}
      onKeyDown={onKeyDown}
    >
      {picture ? <img className={styles.picture} src={picture} alt="" /> : <Icon of={icons[tone]} />}
      <span className={styles.text}>{text}</span>
      {actions && (
        <span className={styles.actions}>
          {actions.map((action) => (
            <Button key={action.text} look="quiet" onPress={() => take(action)}>
              {action.text}
            </Button>
          ))}
        </span>
      )}
      <IconButton icon={X} label={t('common.dismiss')} onPress={dismiss} small />
    </div>
  )
}
