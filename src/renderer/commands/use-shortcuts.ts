import { useEffect } from 'react'
import { setPeek } from '../features/restore/canvas-store.ts'
import { useSettings } from '../state/queries.ts'
import { allCommands } from './all-commands.ts'
import { useCommands } from './commands-store.ts'
import { findCommand } from './find-command.ts'
import { shortcutsNow } from './remap.ts'
import { isMac } from './shortcut.ts'

/** Text is written here, or the arrows and letters belong to a control. */
const isWriting = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  target.closest(
    'input:not([type="radio"], [type="checkbox"], [type="range"]), textarea, select, [contenteditable="true"], [role="listbox"], [role="menu"]',
  ) !== null

const isArrow = (key: string) => key.startsWith('Arrow')
const paging = new Set(['Home', 'End', 'PageUp', 'PageDown'])

/** Panels at the sides are scrolled with these keys. */
const takesPages = (target: EventTarget | null): boolean =>
  takesArrows(target) || (target instanceof Element && target.closest('aside') !== null)

/** Controls that use arrow keys themselves. */
const takesArrows = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  target.closest('[role="slider"], [role="radiogroup"], [role="toolbar"], [role="grid"], input[type="range"]') !== null

/** One listener for all commands. What an input method composes is never a shortcut. */
export function useShortcuts(): void {
  const { data: settings } = useSettings()
  useEffect(() => void useCommands.setState({ overrides: settings?.shortcuts ?? {} }), [settings?.shortcuts])
  useEffect(() => {
    const mac = isMac(navigator.platform)
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return
      const isCommand = event.ctrlKey || event.metaKey
      if (isArrow(event.key) && !isCommand && takesArrows(event.target)) return
      if (paging.has(event.key) && !isCommand && takesPages(event.target)) return
      const modal = document.querySelector('[role="dialog"], [role="alertdialog"]') !== null
      const { singleKeys, overrides } = useCommands.getState()
      const commands = allCommands.map((each) => ({ ...each, shortcuts: shortcutsNow(each, overrides) }))
      const command = findCommand(commands, event, { mac, modal, singleKeys, writing: isWriting(event.target) })
      if (!command || command.native) return
      event.preventDefault()
      command.run()
    }
    const stopPeek = () => setPeek(false)
    const onKeyUp = (event: KeyboardEvent) => {
      if (event.key === '\\') stopPeek()
    }
    window.addEventListener('keydown', onKeyDown)
    window.addEventListener('keyup', onKeyUp)
    window.addEventListener('blur', stopPeek)
    return () => {
      window.removeEventListener('keydown', onKeyDown)
      window.removeEventListener('keyup', onKeyUp)
      window.removeEventListener('blur', stopPeek)
    }
  }, [])
}
