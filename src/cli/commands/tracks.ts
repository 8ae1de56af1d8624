import type { TrackChoice, TrackWish } from '../../engine/film/track-wish.ts'
import { usageError } from '../exit.ts'

interface TrackFlags {
  /** False by `--no-audio`. */
  readonly audio?: string | boolean
  readonly subtitles?: string | boolean
  readonly convertAudio?: boolean
  readonly filmFormat?: string
}

/** Which tracks of films are kept. A container that was named must hold all that is not left out. */
export const trackWishOf = ({ audio, subtitles, convertAudio = false, filmFormat }: TrackFlags): TrackWish => ({
  audio: choiceOf(audio, '--audio'),
  subtitles: choiceOf(subtitles, '--subtitles'),
  convertAudio,
  isStrict: filmFormat !== undefined,
})

function choiceOf(said: string | boolean | undefined, flag: string): TrackChoice {
  if (said === false) return 'none'
  if (said === undefined || said === true || said === 'all') return 'all'
  const numbers = said.split(',').map((each) => Number(each.trim()))
  if (numbers.every((number) => Number.isInteger(number) && number >= 1)) return numbers
  throw usageError(`${flag}: "${said}" is no list of tracks: write 1 or 1,2.`)
}
