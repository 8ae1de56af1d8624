import { brushCommands } from './brush-commands.ts'
import type { Command } from './command.ts'
import { useCommands } from './commands-store.ts'
import { faceCommands } from './face-commands.ts'
import { filmCommands } from './film-commands.ts'
import { generalCommands } from './general-commands.ts'
import { libraryCommands } from './library-commands.ts'
import { shortcutsNow } from './remap.ts'
import { restoreCommands } from './restore-commands.ts'

export const allCommands: readonly Command[] = [
  ...generalCommands,
  ...faceCommands,
  ...libraryCommands,
  ...filmCommands,
  ...restoreCommands,
  ...brushCommands,
]

/** Runs a command named by the menu of the desktop window or by the palette. */
export function runCommand(id: string): void {
  const command = allCommands.find((each) => each.id === id)
  if (command && (command.enabled?.() ?? true)) command.run()
}

/** The shortcut to show beside the command's button. */
export function shortcutOf(id: string): string | undefined {
  const command = allCommands.find((each) => each.id === id)
  return command && shortcutsNow(command, useCommands.getState().overrides)[0]
}
