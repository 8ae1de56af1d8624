import type { LucideIcon } from 'lucide-react'
import type { ReactElement } from 'react'
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import fields from './fields.module.css'
import { Icon } from './icon.tsx'
import styles from './menu.module.css'

export interface MenuEntry {
  readonly id: string
  readonly text: string
  readonly note?: string
  readonly icon?: LucideIcon
  readonly danger?: boolean
}

interface MenuProps {
  readonly label: string
  readonly trigger: ReactElement
  readonly entries: readonly MenuEntry[]
  readonly onAction: (id: string) => void
}

export function Menu({ label, trigger, entries, onAction }: MenuProps) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover className={fields.popover ?? ''} offset={4}>
        <AriaMenu aria-label={label} className={fields.list ?? ''} onAction={(id) => onAction(String(id))}>
          {entries.map((entry) => (
            <MenuItem
              key={entry.id}
              id={entry.id}
              textValue={entry.text}
              className={`${styles.item} ${entry.danger ? styles.danger : ''}`}
            >
              {entry.icon && <Icon of={entry.icon} small />}
              <span className={styles.words}>
                {entry.text}
                {entry.note && <small>{entry.note}</small>}
              </span>
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  )
}
