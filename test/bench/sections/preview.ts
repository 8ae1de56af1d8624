import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { builtInModels } from '../../../src/engine/built-in-models.ts'
import { openModelStore } from '../../../src/engine/inference/models.ts'
import { createSessionPool } from '../../../src/engine/inference/session-pool.ts'
import { createPreviewer } from '../../../src/engine/jobs/perform-preview.ts'
import { presetRecipe, step } from '../../../src/operations/presets.ts'
import type { Recipe } from '../../../src/shared/recipe.ts'
import type { Window } from '../../../src/shared/strokes.ts'
import { drawnJpeg } from '../pictures.ts'
import { fixed, printTable } from '../table.ts'

/** Twelve megapixels, and a canvas of the window at its usual size: one pixel of the result is one of the screen. */
const [WIDTH, HEIGHT] = [4000, 3000]
const CANVAS = { width: 860, height: 700 }

const faithful = presetRecipe('faithful')
const enlarged: Recipe = { ...faithful, steps: [...faithful.steps, ...step('upscale', { scale: 2 })] }

/** The recipe with one parameter changed, as a slider does. */
const changed = (recipe: Recipe, operation: string, params: Record<string, unknown>): Recipe => ({
  ...recipe,
  steps: recipe.steps.map((one) =>
    one.operation === operation ? { ...one, params: { ...one.params, ...params } } : one,
  ),
})

const window = (scale: number, left: number): Window => ({
  left,
  top: 0.4,
  width: CANVAS.width / (scale * WIDTH),
  height: CANVAS.height / (scale * HEIGHT),
})

/** Wall and processor time until a part of a large photo can be shown: opened first, panned, and with a slider moved. */
export async function benchPreview(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'daguerre-bench-'))
  const input = join(folder, 'photo.jpg')
  await drawnJpeg(input, WIDTH, HEIGHT)
  const models = openModelStore([builtInModels()])
  const settings = { models: [], device: 'cpu', threads: Number(process.env.DAGUERRE_BENCH_THREADS ?? 0) } as const
  const sessions = createSessionPool(models, settings)
  const rows: string[][] = []
  for (const [name, recipe, scale] of [
    ['Faithful', faithful, 1],
    ['Faithful, enlarged', enlarged, 2],
  ] as const) {
    const preview = createPreviewer()
    let made = 0
    const measure = async (what: string, wish: Recipe, region: Window) => {
      const [start, before] = [performance.now(), process.cpuUsage()]
      const task = { kind: 'preview', input, inputSha256: name, recipe: wish, region } as const
      const output = join(folder, `${name}-${++made}.png`)
      const report = await preview({ ...task, output }, settings, { models, sessions }, { cancelled: () => false })
      const { user, system } = process.cpuUsage(before)
      const seconds = (performance.now() - start) / 1000
      rows.push([
        `${name}: ${what}`,
        `${report.width} x ${report.height}`,
        fixed(seconds, 2),
        fixed((user + system) / 1e6, 2),
      ])
    }
    await measure('first', recipe, window(scale, 0.3))
    await measure('panned', recipe, window(scale, 0.5))
    await measure('panned a little', recipe, window(scale, 0.51))
    await measure('late step changed', changed(recipe, 'recover-tone', { strength: 0.8 }), window(scale, 0.51))
    await measure('early step changed', changed(recipe, 'denoise', { strength: 0.7 }), window(scale, 0.51))
  }
  await sessions.release()
  printTable('A part of a 12 MP photo, as it will be', ['preview', 'pixels', 'seconds', 'CPU seconds'], rows)
  await rm(folder, { recursive: true })
}
