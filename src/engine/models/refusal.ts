import { AppError } from '../../shared/errors.ts'
import type { RefusalReason } from '../../shared/models.ts'

/**
 * A model file that is not taken: one sentence that names the file. Nothing was executed and nothing installed.
 * @param reason for the translated sentence (`modelRefusal.<reason>`)
 * @param sentence what is wrong, in English, as it goes on after the name: `is cut short.`
 * @param what the part of the file the sentence speaks of, where it names one
 */
export function refuse(name: string, reason: RefusalReason, sentence: string, what = ''): AppError {
  return new AppError('model-refused', `“${name}” ${sentence}`, { name, reason, what })
}
