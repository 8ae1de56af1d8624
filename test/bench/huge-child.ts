import { openModelStore } from '../../src/engine/inference/models.ts'
import { restoreFile } from '../../src/engine/pipeline/restore-file.ts'

/** One enlargement in a process of its own, so that its memory can be watched. */
export async function run([input = '', output = '', models = '', model = '']: string[]): Promise<void> {
  const params = { scale: 4, model }
  const report = await restoreFile({
    input,
    output,
    recipe: {
      version: 1,
      name: 'huge',
      steps: [{ operation: 'upscale', version: 1, enabled: true, params, models: [] }],
    },
    format: output.endsWith('.png') ? 'png' : 'tiff',
    overwrite: true,
    models: openModelStore([models]),
    device: 'cpu',
    threads: 0,
    cancelled: () => false,
    onProgress: () => undefined,
  })
  console.log(JSON.stringify({ width: report.width, height: report.height, timings: report.timings }))
}
