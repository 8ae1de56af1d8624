import type { Raster } from '../../../shared/image/raster.ts'
import { CutFinder } from '../cuts.ts'
import type { FilmFacts } from '../facts.ts'
import { lookAt } from '../light.ts'
import { rasterOfSamples } from '../samples.ts'
import type { FilmTools } from '../tools/film-tools.ts'

/** A short piece of a film, looked at closely. */
export interface Excerpt {
  /** Median light of every frame, 0..1. */
  readonly light: readonly number[]
  /** Three frames in a row, of one shot; fewer when there are not more. */
  readonly frames: readonly Raster[]
  readonly fields: FieldCounts
}

/** What the interlace detector counted. */
export interface FieldCounts {
  readonly top: number
  readonly bottom: number
  readonly progressive: number
  readonly undetermined: number
}

/** Where in the film the excerpts lie, and how long they are. */
const PLACES = [0.12, 0.5, 0.85]
const SECONDS = 1.4

/** Reads some pieces spread over a film; of a short one, all of it once. */
export async function readExcerpts(tools: FilmTools, file: string, facts: FilmFacts): Promise<Excerpt[]> {
  const length = facts.picture.seconds ?? facts.seconds ?? 0
  const places = length > SECONDS * 6 ? PLACES.map((part) => part * (length - SECONDS)) : [undefined]
  const excerpts: Excerpt[] = []
  for (const from of places) excerpts.push(await readExcerpt(tools, file, facts, from))
  return excerpts.filter(({ frames }) => frames.length > 0)
}

async function readExcerpt(
  tools: FilmTools,
  file: string,
  { picture }: FilmFacts,
  from: number | undefined,
): Promise<Excerpt> {
  const decoding = await tools.decode({
    file,
    track: picture,
    depth: 8,
    watchFields: true,
    seconds: SECONDS,
    ...(from !== undefined && { from }),
  })
  const { width, height } = picture
  const cuts = new CutFinder()
  const light: number[] = []
  let run: Buffer[] = []
  let best: Buffer[] = []
  for await (const { samples } of decoding.frames) {
    const look = lookAt(samples, width, height)
    if (cuts.isCut(look.grid)) run = []
    light.push(look.light.median)
    run = [...run.slice(-2), samples]
    // The middle of the excerpt is as good as any; the first frames are often black.
    if (best.length < 3 || light.length < 12) best = run
  }
  const frames = best.map((samples) => rasterOfSamples(samples, width, height, 8))
  return { light, frames, fields: countFields(decoding.said) }
}

/** Sums what `idet` says at its end: `Multi frame detection: TFF: 10 BFF: 0 Progressive: 3 Undetermined: 1`. */
export function countFields(said: readonly string[]): FieldCounts {
  const line = said.findLast((each) => each.includes('Multi frame detection')) ?? ''
  const count = (name: string) => Number(new RegExp(`${name}: *(\\d+)`).exec(line)?.[1] ?? 0)
  return {
    top: count('TFF'),
    bottom: count('BFF'),
    progressive: count('Progressive'),
    undetermined: count('Undetermined'),
  }
}
