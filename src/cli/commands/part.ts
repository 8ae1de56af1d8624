import type { FilmPart } from '../../shared/recipe.ts'
import { usageError } from '../exit.ts'

/** The piece of a film that `--from` and `--to` name; undefined for all of it. */
export function partOf({ from, to }: { readonly from?: string; readonly to?: string }): FilmPart | undefined {
  if (from === undefined && to === undefined) return undefined
  const begin = from === undefined ? 0 : seconds(from, '--from')
  const end = to === undefined ? undefined : seconds(to, '--to')
  if (end !== undefined && end <= begin) throw usageError(`--to: ${to} is not after ${from ?? '0:00'}.`)
  return { from: begin, ...(end !== undefined && { to: end }) }
}

/** `75`, `1:15`, `1:15.5`, `0:01:15`. */
function seconds(text: string, flag: string): number {
  const parts = /^(?:(?:(\d+):)?(\d+):)?(\d+(?:\.\d+)?)$/.exec(text)
  const [hours, minutes, rest] = [1, 2, 3].map((place) => Number(parts?.[place] ?? 0)) as [number, number, number]
  const isClock = parts?.[2] !== undefined
  if (!parts || (isClock && rest >= 60) || (parts[1] !== undefined && minutes >= 60))
    throw usageError(`${flag}: "${text}" is no time: write 1:15, 1:02:03.5 or seconds.`)
  return hours * 3600 + minutes * 60 + rest
}
