import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { execPath } from 'node:process'
import type { Command } from 'commander'
import { contextOf } from '../context.ts'

/** `daguerre serve` is the browser door: the same server that `npm start` opens, in the foreground of this terminal. */
export function addServe(program: Command): void {
  program
    .command('serve')
    .description('Open the studio in the browser, on this computer only.')
    .option('--port <n>', 'port on 127.0.0.1 (default: a free one)')
    .option('--no-open', 'print the address and do not open a browser')
    .action((options: { port?: string; open: boolean }, command: Command) => {
      const { library } = contextOf(command)
      const args = [join(import.meta.dirname, 'server.js')]
      if (options.port) args.push('--port', options.port)
      if (!options.open) args.push('--no-open')
      if (library) args.push('--library', library)
      process.exitCode = spawnSync(execPath, args, { stdio: 'inherit' }).status ?? 1
    })
}
