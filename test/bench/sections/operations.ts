import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { builtInModels } from '../../../src/engine/built-in-models.ts'
import { openModelStore } from '../../../src/engine/inference/models.ts'
import { type RestoreReport, restoreFile } from '../../../src/engine/pipeline/restore-file.ts'
import { operations } from '../../../src/operations/index.ts'
import type { PresetName, Recipe } from '../../../src/shared/recipe.ts'
import { drawnJpeg } from '../pictures.ts'
import { fixed, printTable } from '../table.ts'

const [WIDTH, HEIGHT] = [1200, 834]
const MEGAPIXELS = (WIDTH * HEIGHT) / 1e6

const alone = (operation: string, version: number): Recipe => ({
  version: 1,
  name: operation,
  steps: [{ operation, version, enabled: true, params: {}, models: [] }],
})

/** Each operation with its defaults, and the presets, on one megapixel: where does the time go? */
export async function benchOperations(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'daguerre-bench-'))
  const input = join(folder, 'photo.jpg')
  await drawnJpeg(input, WIDTH, HEIGHT)
  const models = openModelStore([builtInModels()])
  const measure = async (name: string, recipe: Recipe | PresetName | 'auto') => {
    const report = await restoreFile({
      input,
      output: join(folder, `${name}.jpg`),
      recipe,
      format: 'jpeg',
      overwrite: true,
      models,
      device: 'cpu',
      threads: 0,
      cancelled: () => false,
      onProgress: () => undefined,
    })
    return row(name, report)
  }
  const rows: string[][] = []
  for (const operation of operations.values())
    rows.push(await measure(operation.id, alone(operation.id, operation.version)))
  for (const preset of ['faithful', 'gentle', 'strong'] as const) rows.push(await measure(preset, preset))
  printTable(
    `Milliseconds per input megapixel (${fixed(MEGAPIXELS, 2)} MP JPEG in, JPEG out, all cores)`,
    ['operation', 'total', 'decode', 'inference', 'glue', 'check', 'encode', 'inference of run'],
    rows,
  )
  await rm(folder, { recursive: true })
}

function row(name: string, { seconds, timings }: RestoreReport): string[] {
  const ms = (value: number) => fixed((value * 1000) / MEGAPIXELS, 0)
  const running = timings.inference + timings.glue
  const share = timings.inference === 0 ? 'classical' : `${fixed((100 * timings.inference) / running, 0)} %`
  return [
    name,
    ms(seconds),
    ms(timings.open),
    ms(timings.inference),
    ms(timings.glue),
    ms(timings.check),
    ms(timings.save),
    share,
  ]
}
