import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components'
import styles from './button.module.css'
import { Hint } from './hint.tsx'
import { Icon } from './icon.tsx'

type Look = 'plain' | 'primary' | 'quiet' | 'danger'

interface ButtonProps extends Omit<AriaButtonProps, 'children' | 'className' | 'style'> {
  readonly look?: Look
  readonly large?: boolean
  readonly icon?: LucideIcon
  readonly children: ReactNode
}

/** A button with words. One `primary` a screen. */
export function Button({ look = 'plain', large = false, icon, children, ...rest }: ButtonProps) {
  return (
    <AriaButton {...rest} className={`${styles.button} ${styles[look]} ${large ? styles.large : ''}`}>
      {icon && <Icon of={icon} small={!large} />}
      <span className={styles.words}>{children}</span>
    </AriaButton>
  )
}

interface IconButtonProps extends Omit<AriaButtonProps, 'children' | 'className' | 'style' | 'aria-label'> {
  readonly icon: LucideIcon
  /** Its accessible name, shown as a tooltip. */
  readonly label: string
  readonly shortcut?: string | undefined
  readonly pressed?: boolean
  readonly small?: boolean
}

/** A button without words; never without a name. `pressed` makes it a toggle. */
export function IconButton({ icon, label, shortcut, pressed, small = false, ...rest }: IconButtonProps) {
  return (
    <Hint text={label} shortcut={shortcut}>
      <AriaButton
        {...rest}
        aria-label={label}
        {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
        className={`${styles.button} ${styles.icon} ${small ? styles.small : ''}`}
        data-on={pressed || undefined}
      >
        <Icon of={icon} small={small} />
      </AriaButton>
    </Hint>
  )
}
