import { parseArgs } from 'node:util'
import { AppError } from '../shared/errors.ts'

export interface ServerOptions {
  readonly library: string | undefined
  /** Another list of models that can be had, in place of ours. */
  readonly modelCatalog: string | undefined
  readonly port: number
  readonly open: boolean
  /** Why this door and not the desktop window; said once, at start. */
  readonly because: string | undefined
  /** Minutes without a page after which the server ends by itself; 0: never. */
  readonly idleMinutes: number
}

export const serverUsage = `Usage: daguerre serve [options]
  --library <dir>        the library's folder (default: Daguerre in your pictures folder)
  --model-catalog <file> another list of models that can be had
  --port <n>             port on 127.0.0.1 (default: a free one)
  --no-open              print the address and do not open a browser
  --stop-when-idle <min> end when no page has been open for so long and nothing is being restored`

/** @throws AppError `wrong-usage` */
export function readOptions(args: readonly string[]): ServerOptions {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        library: { type: 'string' },
        'model-catalog': { type: 'string' },
        port: { type: 'string', default: '0' },
        'no-open': { type: 'boolean', default: false },
        because: { type: 'string' },
        'stop-when-idle': { type: 'string', default: '0' },
      },
    })
    return {
      library: values.library,
      modelCatalog: values['model-catalog'],
      port: whole('--port', values.port, 65_535),
      open: !values['no-open'],
      because: values.because,
      idleMinutes: whole('--stop-when-idle', values['stop-when-idle'], 100_000),
    }
  } catch (error) {
    if (error instanceof AppError) throw error
    throw new AppError('wrong-usage', error instanceof Error ? error.message : String(error))
  }
}

function whole(name: string, text: string, most: number): number {
  const value = Number(text)
  if (/^\d{1,6}$/.test(text) && value <= most) return value
  throw new AppError('wrong-usage', `${name}: "${text}" is not a whole number from 0 to ${most}.`)
}
