import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { AppError } from '../shared/errors.ts'

/** The picture to try Daguerre with; drawn by `resources/sample/draw.ts`. */
const file = 'at-the-sea.jpg'

/** Beside the models: in the repository's `resources/sample`, or in the `sample` folder of an installed Daguerre. */
export function builtInSample(from: string = import.meta.dirname): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const found = [join(folder, 'sample', file), join(folder, 'resources/sample', file)].find(existsSync)
    if (found !== undefined) return found
    if (dirname(folder) === folder)
      throw new AppError('file-missing', 'The sample picture is missing: install Daguerre again.', { name: file })
  }
}
