import { resolve } from 'node:path'
import { type Catalog, isLibrary, openCatalog, openCatalogForReading } from '../engine/catalog/catalog.ts'
import { defaultLibraryFolder } from '../engine/catalog/library.ts'
import { AppError } from '../shared/errors.ts'
import type { Context } from './context.ts'

export const libraryFolder = async (context: Context): Promise<string> =>
  resolve(context.library ?? (await defaultLibraryFolder()))

/** Opens the library as its only writer; made when it is not there. The queue stays as it is: it belongs to the studio. */
export async function writing<T>(context: Context, work: (catalog: Catalog) => Promise<T> | T): Promise<T> {
  const catalog = openCatalog(await libraryFolder(context))
  try {
    return await work(catalog)
  } finally {
    catalog.close()
  }
}

/** Opens the library for looking, which works while the studio has it open. */
export async function reading<T>(context: Context, work: (catalog: Catalog) => Promise<T> | T): Promise<T> {
  const folder = await libraryFolder(context)
  if (!isLibrary(folder))
    throw new AppError(
      'environment-lacks',
      `There is no library in "${folder}": import pictures first, or name it with --library.`,
    )
  const catalog = openCatalogForReading(folder)
  try {
    return await work(catalog)
  } finally {
    catalog.close()
  }
}
