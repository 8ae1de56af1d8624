import { CommanderError } from 'commander'
import { listenForInterrupt } from './context.ts'
import { exitOf, exits, sentenceOf } from './exit.ts'
import { createProgram } from './program.ts'

/** Help and version end well; everything else commander throws is wrong usage, and it has said so already. */
function statusOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exits.done : exits.wrongUsage
  process.stderr.write(`${sentenceOf(error)}\n`)
  return exitOf(error)
}

/** `daguerre catalog list | head`: when nobody reads any more there is nothing left to say, and that is no fault. */
function listenForClosedPipe(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) =>
      process.exit(error.code === 'EPIPE' ? exits.done : exits.someFailed),
    )
}

listenForClosedPipe()
listenForInterrupt()
try {
  await createProgram().parseAsync()
} catch (error) {
  process.exitCode = statusOf(error)
}
