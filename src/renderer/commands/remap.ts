import type { Command } from './command.ts'
import { type KeyPress, parseShortcut } from './shortcut.ts'

/** Shortcuts the user chose, by the command's id; an empty text takes them away. */
export type Overrides = Readonly<Record<string, string>>

/** The shortcuts a command has now: the user's own one instead of ours. */
export function shortcutsNow(command: Pick<Command, 'id' | 'shortcuts'>, overrides: Overrides): readonly string[] {
  const own = overrides[command.id]
  if (own === undefined) return command.shortcuts ?? []
  return own === '' ? [] : [own]
}

const names: Readonly<Record<string, string>> = { ' ': 'Space', '+': 'Plus' }
const modifiers = new Set(['Control', 'Meta', 'Shift', 'Alt', 'AltGraph', 'CapsLock', 'Fn', 'Dead', 'Process'])

/**
 * A key press as a shortcut is written (`shortcut.ts`).
 * @returns undefined for a modifier alone, and for keys that a page or a screen reader needs itself
 */
export function shortcutOfPress(press: KeyPress, mac: boolean): string | undefined {
  const { key, altKey, shiftKey } = press
  const command = mac ? press.metaKey : press.ctrlKey
  if (modifiers.has(key) || key === 'Tab' || key === 'Enter' || key === 'Escape') return undefined
  // Signs such as `?` need Shift on some keyboards only: there it is not a part of the shortcut.
  const shiftMatters = key.length > 1 || /^\p{L}$/u.test(key) || key === ' '
  const name = names[key] ?? (key.length === 1 ? key.toUpperCase() : key)
  return [command && 'CmdOrCtrl', altKey && 'Alt', shiftKey && shiftMatters && 'Shift', name]
    .filter((part) => part !== false)
    .join('+')
}

const same = (a: string, b: string): boolean => JSON.stringify(parseShortcut(a)) === JSON.stringify(parseShortcut(b))

/**
 * The command that a shortcut would get in the way of. The menu bar of the desktop window keeps its own shortcuts,
 * whatever the user chose beside them.
 */
export function conflictOf(
  wanted: string,
  command: Pick<Command, 'id'>,
  commands: readonly Command[],
  overrides: Overrides,
  menu: Readonly<Record<string, object>>,
): Command | undefined {
  return commands.find((other) => {
    if (other.id === command.id) return false
    const fixed = menuShortcut(menu[other.id])
    const taken = fixed === undefined ? shortcutsNow(other, overrides) : [...shortcutsNow(other, overrides), fixed]
    return taken.some((shortcut) => same(shortcut, wanted))
  })
}

const menuShortcut = (entry: object | undefined): string | undefined =>
  entry && 'shortcut' in entry && typeof entry.shortcut === 'string' ? entry.shortcut : undefined
