import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { AppError } from '../shared/errors.ts'

const holdsModels = (folder: string) =>
  existsSync(folder) && readdirSync(folder).some((name) => existsSync(join(folder, name, 'card.json')))

/**
 * The folder of the models we ship: the nearest `models/` above this file. That is the repository's when run from
 * source or `out/`, and the one beside `app.asar` when installed.
 */
export function builtInModels(from: string = import.meta.dirname): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'models')
    if (holdsModels(candidate)) return candidate
    if (dirname(folder) === folder)
      throw new AppError('model-missing', 'The models that belong to Daguerre are missing: install it again.')
  }
}
