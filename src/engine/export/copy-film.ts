import { copyFile, stat } from 'node:fs/promises'
import { containerOf } from '../film/outcome.ts'
import { openFilmTools } from '../film/tools/film-tools.ts'
import type { ExportTask } from '../jobs/worker-messages.ts'
import { writeAtomically } from '../media/atomic.ts'

/**
 * A film is finished as it is: it is copied, complete or not at all. Where private data is to be left out, its
 * description is written anew; pictures and sound are the same bytes.
 * @throws AppError `environment-lacks` where that needs ffmpeg and there is none
 */
export const copyFilm = (task: ExportTask): Promise<{ readonly bytes: number }> =>
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
