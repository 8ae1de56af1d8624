import { Command } from 'commander'
import { devices } from '../shared/engine.ts'
import { version } from '../shared/version.ts'
import { addAlbum } from './commands/album.ts'
import { addAnalyze } from './commands/analyze.ts'
import { addCatalog } from './commands/catalog.ts'
import { addModels } from './commands/models.ts'
import { addQuality } from './commands/quality.ts'
import { addRestore } from './commands/restore.ts'
import { addRun } from './commands/run.ts'
import { addServe } from './commands/serve.ts'
import { exits } from './exit.ts'

/** The whole command line. Commands are small; operations and their flags come from the registry. */
export function createProgram(): Command {
  const program = new Command('daguerre')
    .description(
      'Restore old photos and films on your own computer. Originals are never changed; nothing leaves this computer.',
    )
    .version(version)
    .option('--library <dir>', "the catalog's folder (default: Daguerre in your pictures folder)")
    .option('--device <device>', devices.join(' | '), 'auto')
    .option('--threads <n>', 'threads for the networks; 0 means all', '0')
    .option('--ffmpeg <path>', 'ffmpeg or the folder it is in, for films (default: the system finds it)')
    .option('--quiet', 'no progress and no remarks on stderr')
    .showHelpAfterError('(--help shows what there is)')
    .configureHelp({ showGlobalOptions: true })
    .exitOverride()
  addRestore(program)
  addRun(program)
  addAnalyze(program)
  addModels(program)
  addCatalog(program)
  addAlbum(program)
  addQuality(program)
  addServe(program)
  return program.addHelpText(
    'after',
    `\nExit status: ${exits.done} all done, ${exits.someFailed} some inputs failed, ${exits.wrongUsage} wrong usage, ` +
      `${exits.environmentLacks} something is missing here.`,
  )
}
