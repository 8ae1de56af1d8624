import { AppError } from '../shared/errors.ts'
import { readOptions, serverUsage } from './options.ts'
import { runServer } from './run.ts'

/** The browser door as a program: `node out/main/server.js [--library <dir>] [--port <n>] [--no-open]`. */
try {
  await runServer(readOptions(process.argv.slice(2)))
  process.exit(0)
} catch (error) {
  const known = error instanceof AppError
  console.error(known ? error.message : error)
  if (known && error.code === 'wrong-usage') console.error(serverUsage)
  process.exit(known && error.code === 'wrong-usage' ? 2 : 3)
}
