import { readFileSync, writeFileSync } from 'node:fs'
import { memoryUsage } from 'node:process'
import { openModelStore } from '../../src/engine/inference/models.ts'
import { restoreFile } from '../../src/engine/pipeline/restore-file.ts'

/** What the process took at most while one part of the work was done. */
export interface StagePeak {
  readonly stage: string
  readonly seconds: number
  /** Bytes resident at most, beside those before the work began; null outside Linux. */
  readonly grown: number | null
}

/**
 * One enlargement in a process of its own, so that its memory can be watched.
 * @param above samples from which a result lies on disk; as always when left out
 * @param tile side of the tiles; chosen from the memory there is when left out
 */
export async function run([input = '', output = '', models = '', model = '', above = '', tile = '0']: string[]) {
  const params = { scale: 4, model, tile: Number(tile) }
  const peaks = watchStages()
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
    onProgress: ({ stage }) => peaks.enter(stage),
    ...(above !== '' && { spool: { above: Number(above) } }),
  })
  console.log(JSON.stringify({ width: report.width, height: report.height, stages: peaks.end() }))
}

function watchStages() {
  const before = memoryUsage.rss()
  const stages: StagePeak[] = []
  let [current, since] = ['start', performance.now()]
  forgetPeak()
  const close = () => {
    const peak = highWater()
    const seconds = (performance.now() - since) / 1000
    stages.push({ stage: current, seconds, grown: peak === undefined ? null : peak - before })
  }
  return {
    enter: (stage: string) => {
      if (stage === current) return
      close()
      ;[current, since] = [stage, performance.now()]
      forgetPeak()
    },
    end: () => {
      close()
      return stages
    },
  }
}

/** The system keeps the highest size of a process; on Linux it can be told to begin anew. */
function highWater(): number | undefined {
  try {
    const found = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))
    return found ? Number(found[1]) * 1024 : undefined
  } catch {
    return undefined
  }
}

function forgetPeak(): void {
  try {
    writeFileSync('/proc/self/clear_refs', '5')
  } catch {
    // Then later stages are told the peak of earlier ones, too.
  }
}
