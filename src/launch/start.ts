import { spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildIfStale } from './build-if-stale.ts'
import { chooseDoor } from './doors.ts'

/** `npm start`: the studio in its own window where Electron's runtime is installed, else in the browser. */
const root = resolve(import.meta.dirname, '../..')

async function start(args: readonly string[]): Promise<void> {
  await buildIfStale(root)
  const choice = chooseDoor(args, {
    platform: process.platform,
    env: process.env,
    electron: join(root, 'node_modules/electron'),
    isRoot: process.getuid?.() === 0,
  })
  if (choice.door === 'electron') {
    console.log('Daguerre opens in a window of its own.')
    const window = spawn(choice.executable, [root, ...args], { stdio: 'inherit' })
    window.once('exit', (code) => process.exit(code ?? 1))
    return
  }
  const entry = join(root, 'out/main/server.js')
  const passed = args.filter((arg) => arg !== '--browser')
  process.argv = [process.execPath, entry, ...passed, '--because', choice.because]
  await import(pathToFileURL(entry).href)
}

try {
  await start(process.argv.slice(2))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(3)
}
