import type { Command } from './command.ts'
import { isSingleKey, type KeyPress, matches } from './shortcut.ts'

interface Circumstances {
  readonly mac: boolean
  /** The focus is where text is written: only commands with a modifier are meant. */
  readonly writing: boolean
  /** Something lies in front of everything else. */
  readonly modal: boolean
  readonly singleKeys: boolean
}

/** The command a key press means, if any. */
export function findCommand(
  commands: readonly Command[],
  press: KeyPress,
  { mac, writing, modal, singleKeys }: Circumstances,
): Command | undefined {
  if (modal) return undefined
  return commands.find(
    (command) =>
      command.shortcuts?.some(
        (shortcut) =>
          matches(shortcut, press, mac) &&
          !(writing && !shortcut.includes('CmdOrCtrl')) &&
          !(writing && isEditing(shortcut)) &&
          (singleKeys || !isSingleKey(shortcut)),
      ) &&
      (command.enabled?.() ?? true),
  )
}

/** Keys that mean something to a text field itself. */
const isEditing = (shortcut: string) => /^CmdOrCtrl\+(Shift\+)?[ACVXYZ]$/.test(shortcut)
