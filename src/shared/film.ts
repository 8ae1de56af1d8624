import { z } from 'zod'
import { id } from './entities.ts'
import { recipe } from './recipe.ts'
import { method } from './rpc/contract.ts'

/** What is meant: a film as it came, a version of it, or a preview by the id that `film.preview` gave it. */
const film = { id, of: z.enum(['original', 'restoration', 'preview']) }

/** Longest piece of a film that is restored only to be looked at, seconds. */
export const LONGEST_PREVIEW = 10

/** What a player wants to know of a film. */
export const filmLook = z.strictObject({
  /** From the first thing heard or seen to the end. */
  seconds: z.number(),
  /** Seconds until the first frame. */
  begin: z.number(),
  /** On average; few old films keep to it, but for stepping it is near enough. */
  fps: z.number(),
  /** As shown: pixels made square. */
  width: z.int(),
  height: z.int(),
  sounds: z.int(),
  codec: z.string(),
})
export type FilmLook = z.output<typeof filmLook>

/** Watching films. A browser plays few of the ways films are stored in: what it plays is made for it. */
export const filmMethods = {
  'film.look': method({ input: z.strictObject(film), output: filmLook }),
  /**
   * Makes a small copy that browsers play, unless there is one; then it lies at `film/…` or `r-film/…`. Cancel it when
   * nobody watches any more: it begins anew the next time.
   */
  'film.playable': method({
    input: z.strictObject(film),
    event: z.strictObject({ fraction: z.number() }),
    output: z.strictObject({ asset: z.string() }),
  }),
  /**
   * Restores a few seconds with everything a recipe does, only to be looked at: no version, and nothing the queue knows.
   * It is kept for a while, by film, recipe and place. Cancel it when it is not wanted any more.
   */
  'film.preview': method({
    input: z.strictObject({
      id,
      recipe,
      /** Seconds since the film's start. */
      from: z.number().min(0),
      seconds: z.number().positive().max(LONGEST_PREVIEW),
    }),
    event: z.strictObject({ fraction: z.number(), stage: z.string() }),
    /** `seconds` it took; 0 when it was there already. */
    output: z.strictObject({ preview: id, seconds: z.number() }),
  }),
  /** One frame at its full size, as a JPEG. */
  'film.still': method({
    input: z.strictObject({ ...film, at: z.number().min(0) }),
    output: z.strictObject({ asset: z.string() }),
  }),
}
