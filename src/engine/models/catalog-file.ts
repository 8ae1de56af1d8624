import { readFileSync } from 'node:fs'
import bundled from '../../../resources/model-catalog.json' with { type: 'json' }
import { AppError } from '../../shared/errors.ts'
import { type CatalogEntry, modelCatalog } from '../../shared/models.ts'

/**
 * The models that can be had.
 * @param file another catalog in place of ours: of an organisation with a mirror, or of a test
 * @throws AppError `wrong-usage` when that cannot be read
 */
export function readModelCatalog(file?: string): readonly CatalogEntry[] {
  if (file === undefined) return modelCatalog.parse(bundled).models
  try {
    return modelCatalog.parse(JSON.parse(readFileSync(file, 'utf8'))).models
  } catch (cause) {
    throw new AppError('wrong-usage', `“${file}” is no catalog of models.`, { file }, { cause })
  }
}
