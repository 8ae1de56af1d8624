import { create } from 'zustand'
import type { FilmPart, Recipe } from '../../../shared/recipe.ts'

/** A few seconds somebody wants to see with all of a recipe. */
export interface FilmPreviewWish {
  readonly id: string
  /** Without its own piece: the seconds are the piece. */
  readonly recipe: Recipe
  readonly from: number
  readonly seconds: number
}

interface FilmPreviewState {
  readonly wish: FilmPreviewWish | null
  /** 0..1 of the one that is being made. */
  readonly fraction: number
  readonly stage: string
}

const nothing: FilmPreviewState = { wish: null, fraction: 0, stage: 'open' }
export const useFilmPreviewState = create<FilmPreviewState>(() => nothing)

export const wishPreview = (wish: FilmPreviewWish): void => useFilmPreviewState.setState({ ...nothing, wish })
/** Ends the work on it, too. */
export const endPreview = (): void => useFilmPreviewState.setState(nothing)

export const partOfWish = ({ from, seconds }: FilmPreviewWish): FilmPart => ({ from, to: from + seconds })
