import type { FilmPart } from '../../../shared/recipe.ts'
import type { FilmFacts } from '../facts.ts'

/** The slowest that one of ffmpeg's stretchers goes. */
const SLOWEST = 0.5

/** Sound so many times as long, at its own pitch; silence before it and within it is stretched along. */
export function pacedSound(stretch: number): string {
  const steps = Math.max(1, Math.ceil(Math.log(stretch) / Math.log(1 / SLOWEST) - 1e-9))
  const tempo = `atempo=${(1 / stretch) ** (1 / steps)}`
  return ['aresample=async=1:first_pts=0', ...Array.from({ length: steps }, () => tempo)].join(',')
}

/** Subtitles so many times as late and as long. */
export const pacedWords = (stretch: number): string => `setts=ts=TS*${stretch}:duration=DURATION*${stretch}`

/** Chapters of a film, or of a part of it, so many times as late, in ffmpeg's own form. */
export function pacedChapters({ chapters, start, seconds }: FilmFacts, stretch: number, part?: FilmPart): string {
  const from = start + (part?.from ?? 0)
  const most = (part?.to === undefined ? Number.POSITIVE_INFINITY : start + part.to) - from
  const end = seconds === undefined ? most : Math.min(most, seconds + start - from)
  const ticks = (time: number) => Math.round(Math.min(end, Math.max(0, time - from)) * stretch * 1e6)
  const entries = chapters
    .filter((chapter) => chapter.end > from && chapter.start - from < end)
    .map(({ start: begin, end: over, tags }) => {
      const names = Object.entries(tags).map(([key, value]) => `${escaped(key)}=${escaped(value)}\n`)
      return `[CHAPTER]\nTIMEBASE=1/1000000\nSTART=${ticks(begin)}\nEND=${ticks(over)}\n${names.join('')}`
    })
  return `;FFMETADATA1\n${entries.join('')}`
}

const escaped = (text: string) => text.replace(/[=;#\\\n]/g, String.raw`\$&`)
