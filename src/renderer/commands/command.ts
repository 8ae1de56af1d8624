import type { LucideIcon } from 'lucide-react'
import type { MessageKey } from '../i18n.ts'

export type CommandGroup = 'file' | 'go' | 'select' | 'describe' | 'restore' | 'view' | 'help'

/**
 * Everything the user can do by name. Tooltips, shortcuts, the sheet of shortcuts, the palette and the menu of the
 * desktop window (by `id`) come from these.
 */
export interface Command {
  readonly id: string
  readonly group: CommandGroup
  readonly label: MessageKey
  readonly icon?: LucideIcon
  /** As in `shortcut.ts`; the first is the one that is shown. */
  readonly shortcuts?: readonly string[]
  /** The browser does it by itself when the keys are pressed; they are only shown. */
  readonly native?: boolean
  /** Whether it can be run now; always, when left out. */
  readonly enabled?: () => boolean
  readonly run: () => void
}
