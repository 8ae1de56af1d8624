import { runCommand } from '../commands/all-commands.ts'
import { importGrants } from '../features/import/run-import.ts'
import { goToLibrary } from '../state/route.ts'
import { host } from '../transport/services.ts'

/**
 * Does what the menu of the desktop window asks for, and takes in files opened with Daguerre.
 * @returns stops it
 */
export const followHost = (): (() => void) =>
  host.watch('host.watch', {}, (event) => {
    if (event.kind === 'command') runCommand(event.command)
    else {
      goToLibrary()
      void importGrants(event.grants)
    }
  })
