import { AppError } from '../../shared/errors.ts'
import type { TrackRule } from '../../shared/film-export.ts'
import type { TrackRules } from './arguments/join.ts'
import type { FilmFacts } from './facts.ts'

/** Tracks as people count them: the first sound track is 1. `all` is what is meant when nothing is said. */
export type TrackChoice = 'all' | 'none' | readonly number[]

export interface TrackWish {
  readonly audio: TrackChoice
  readonly subtitles: TrackChoice
  readonly convertAudio: boolean
  /** The container was chosen: nothing may be lost in it unasked. */
  readonly isStrict: boolean
}

/** What a wish means for the tracks of a film. @throws AppError `wrong-usage` for a track it does not have */
export function rulesFor({ audio, subtitles, convertAudio, isStrict }: TrackWish, { tracks }: FilmFacts): TrackRules {
  const rules = new Map<number, TrackRule>()
  const choose = (kind: 'audio' | 'subtitle', choice: TrackChoice, kept?: TrackRule) => {
    const mine = tracks.filter((track) => track.kind === kind)
    requireThere(kind, choice, mine.length)
    mine.forEach(({ index }, i) => {
      const isKept = choice === 'all' || (choice !== 'none' && choice.includes(i + 1))
      if (!isKept) rules.set(index, 'leave')
      else if (kept) rules.set(index, kept)
    })
  }
  choose('audio', audio, convertAudio ? 'convert' : undefined)
  choose('subtitle', subtitles)
  return { rules, isStrict }
}

const names = { audio: ['sound track', 'sound tracks'], subtitle: ['subtitle', 'subtitles'] } as const

function requireThere(kind: 'audio' | 'subtitle', choice: TrackChoice, count: number): void {
  const missing = typeof choice === 'string' ? undefined : choice.find((number) => number > count)
  if (missing === undefined) return
  const has = count === 0 ? `no ${names[kind][1]}` : `${count} ${names[kind][count === 1 ? 0 : 1]}`
  throw new AppError('wrong-usage', `This film has ${has}: there is no number ${missing}.`)
}
