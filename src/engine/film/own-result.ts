import { isOwnWork } from '../media/own-work.ts'
import { isFilm, isOwnFilm } from './is-film.ts'
import { openFilmTools } from './tools/film-tools.ts'

/** True for a photo or a film that Daguerre wrote: only such a one may be replaced without asking. */
export const isOwnResult = async (file: string): Promise<boolean> =>
  (await isFilm(file)) ? isOwnFilm(file, openFilmTools()) : isOwnWork(file)
