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

listenForInterrupt()
try {
  await createProgram().parseAsync()
} catch (error) {
  process.exitCode = statusOf(error)
}
