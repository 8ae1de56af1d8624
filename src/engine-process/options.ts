import { parseArgs } from 'node:util'
import { builtInModels } from '../engine/built-in-models.ts'
import { defaultLibraryFolder } from '../engine/catalog/library.ts'
import { devices } from '../shared/engine.ts'
import { AppError } from '../shared/errors.ts'

export interface ProcessOptions {
  readonly library: string
  readonly models: readonly string[]
  readonly modelCatalog: string | undefined
  readonly device: (typeof devices)[number] | undefined
  readonly threads: number | undefined
}

/** `--library <dir> --models <dir> --model-catalog <file> --device <name> --threads <n>`, all with defaults. `--models` may be repeated. */
export async function readProcessOptions(args: readonly string[]): Promise<ProcessOptions> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      library: { type: 'string' },
      models: { type: 'string', multiple: true },
      'model-catalog': { type: 'string' },
      device: { type: 'string' },
      threads: { type: 'string' },
    },
    // Chromium adds switches of its own to a utility process.
    strict: false,
    allowPositionals: true,
  })
  const device = devices.find((known) => known === values.device)
  if (values.device !== undefined && !device)
    throw new AppError('wrong-usage', `There is no device "${values.device}".`)
  const library = typeof values.library === 'string' && values.library !== '' ? values.library : undefined
  const models = (values.models ?? []).filter((folder) => typeof folder === 'string')
  return {
    library: library ?? (await defaultLibraryFolder()),
    models: models.length > 0 ? models : [builtInModels()],
    modelCatalog: typeof values['model-catalog'] === 'string' ? values['model-catalog'] : undefined,
    device,
    threads: values.threads === undefined ? undefined : Number(values.threads),
  }
}
