import { AppError } from '../../shared/errors.ts'
import type { FilmPart, Recipe, Wish } from '../../shared/recipe.ts'
import { leaveOut } from '../pipeline/restore-file.ts'
import { analyzeFilm } from './analysis/analyze-film.ts'
import type { FilmReport } from './film-report.ts'
import type { RestoreFilmOptions } from './plan-film.ts'
import { restoreFilm } from './restore-film.ts'
import { openFilmTools } from './tools/film-tools.ts'
import { rulesFor, type TrackWish } from './track-wish.ts'

export interface FitFilmOptions extends Omit<RestoreFilmOptions, 'recipe'> {
  /** A preset or `auto` is fitted to the film; a recipe runs as it is. */
  readonly recipe: Wish | 'auto'
  /** Operations that are not to run, whatever the recipe says. */
  readonly without?: readonly string[] | undefined
  /** Piece of the film, in place of the one its recipe names. */
  readonly part?: FilmPart | undefined
  /** Tracks as people count them. */
  readonly trackWish?: TrackWish | undefined
}

/** Restores a film with whatever it was asked for with: the path that queue and command line share. */
export async function restoreAnyFilm(options: FitFilmOptions): Promise<FilmReport> {
  const { recipe: wish, without, part, trackWish } = options
  const fitted = (recipe: Recipe): Recipe => ({ ...leaveOut(recipe, without), ...(part && { part }) })
  const tools = options.tools ?? openFilmTools()
  const tracks = trackWish ? rulesFor(trackWish, await tools.probe(options.input)) : options.tracks
  if (typeof wish === 'object') return restoreFilm({ ...options, tools, tracks, recipe: fitted(wish) })
  const { recipe } = await analyzeFilm(tools, options.input, wish === 'auto' ? undefined : wish)
  if (recipe.steps.length === 0) throw new AppError('nothing-to-do', 'There is nothing to restore in this film.')
  return restoreFilm({ ...options, tools, tracks, recipe: fitted(recipe) })
}
