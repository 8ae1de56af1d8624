import { copyFile, stat } from 'node:fs/promises'
import type { ExportOptions } from '../../shared/export.ts'
import { exportFilm } from '../film/export-film.ts'
import { containerOf } from '../film/outcome.ts'
import { openFilmTools } from '../film/tools/film-tools.ts'
import type { ExportTask } from '../jobs/worker-messages.ts'
import { writeAtomically } from '../media/atomic.ts'
import { requireScan } from './perform-export.ts'

export interface FilmExportTask extends ExportTask {
  readonly film: ExportOptions['film']
  /** Seconds of the original before the restored piece begins. */
  readonly from: number
  readonly signal: AbortSignal
  readonly onFraction: (fraction: number) => void
}

/**
 * Writes a restored film for other programs, complete or not at all. As it is, it is copied, and ffmpeg is not needed.
 * @throws AppError as `exportFilm`; `file-missing` where it is to be compared with an original that is not there
 */
export async function writeFilm(task: FilmExportTask): Promise<{ readonly bytes: number }> {
  const { film, compare, keepPrivateData, provenance } = task
  if (compare === 'none' && film.form === 'as-is' && film.tracks.every(({ rule }) => rule === 'keep'))
    return copyFilm(task)
  return exportFilm({
    input: task.result,
    output: task.output,
    overwrite: task.overwrite,
    film,
    bareComment: keepPrivateData ? undefined : provenance.sentence,
    beside: compare === 'none' ? undefined : { original: requireScan(task.original), from: task.from, kind: compare },
    signal: task.signal,
    onFraction: task.onFraction,
  })
}

/** Where private data is to be left out, the description is written anew; pictures and sound are the same bytes. */
const copyFilm = (task: ExportTask): Promise<{ readonly bytes: number }> =>
  writeAtomically(task.output, task.overwrite, async (temporary) => {
    if (task.keepPrivateData) await copyFile(task.result, temporary)
    else await strip(task, temporary)
    return { bytes: (await stat(temporary)).size }
  })

async function strip({ result, provenance }: ExportTask, output: string): Promise<void> {
  const tools = openFilmTools()
  const facts = await tools.probe(result)
  await tools.strip({ input: result, output, facts, container: containerOf(result), comment: provenance.sentence })
}
