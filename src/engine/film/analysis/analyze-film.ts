import { filmKindOf, filmPresetRecipe } from '../../../operations/film-presets.ts'
import { countSpecks } from '../../../operations/remove-dust/count.ts'
import type { Analysis, Finding } from '../../../shared/analysis.ts'
import type { FilmPresetName, PresetName } from '../../../shared/recipe.ts'
import { findingsOf } from '../../analysis/findings.ts'
import { measurePicture } from '../../analysis/measure.ts'
import { type FilmFacts, numberOf } from '../facts.ts'
import { readingFailure } from '../failures.ts'
import type { FilmTools } from '../tools/film-tools.ts'
import { type Excerpt, readExcerpts } from './excerpts.ts'

/** Levels of 255 by which light may jump and come back without being called flicker. */
const STEADY = 1.2
/** Every system with fields has at least 480 lines; in small pictures the detector sees combs that are detail. */
const LEAST_LINES = 400
/** Specks in a frame that nobody minds. */
const CLEAN = 2

/**
 * Looks at pieces of a film and proposes a recipe: the preset that was asked for, else that of its kind, else a faithful
 * one. @throws AppError
 */
export async function analyzeFilm(
  tools: FilmTools,
  file: string,
  preset?: PresetName | FilmPresetName,
): Promise<Analysis> {
  const facts = await tools.probe(file)
  const excerpts = await readExcerpts(tools, file, facts).catch((error: unknown) => {
    throw readingFailure(error, file)
  })
  const film = filmFacts(facts, excerpts)
  const findings = [...ownFindings(film), ...pictureFindings(excerpts)].sort((a, b) => b.severity - a.severity)
  if (findings.every(({ severity }) => severity === 0)) findings.push(healthy)
  const { width, height } = facts.picture
  const looked = { width, height, findings, film }
  const chosen = preset ?? filmKindOf(looked) ?? 'faithful'
  return { ...looked, faces: [], recipe: filmPresetRecipe(chosen, looked) }
}

const healthy: Finding = {
  kind: 'healthy',
  severity: 0,
  text: 'Healthy: no combs, flicker, dust, fading or noise to speak of.',
  values: {},
}

function filmFacts({ picture, seconds, tracks, chapters }: FilmFacts, excerpts: readonly Excerpt[]) {
  const audio = tracks.filter(({ kind }) => kind === 'audio')
  return {
    seconds: picture.seconds ?? seconds ?? null,
    framesPerSecond: Math.round(numberOf(picture.fps) * 1000) / 1000,
    codec: picture.codec,
    bitDepth: picture.bits,
    interlaced: picture.height >= LEAST_LINES && isInterlaced(excerpts),
    flicker: Math.round(middle(excerpts.map(flickerOf)) * 10) / 10,
    specks: Math.round(mean(excerpts.map(({ frames }) => countSpecks(frames))) * 10) / 10,
    audio: audio.map(({ codec, channels, language }) => ({
      codec,
      channels: channels ?? null,
      language: language ?? null,
    })),
    subtitles: tracks.filter(({ kind }) => kind === 'subtitle').length,
    chapters: chapters.length,
  }
}

/** By the pictures themselves: tags are often wrong. Still frames are undecided, so a third of all is enough. */
function isInterlaced(excerpts: readonly Excerpt[]): boolean {
  const sum = (read: (excerpt: Excerpt) => number) => excerpts.reduce((all, excerpt) => all + read(excerpt), 0)
  const combed = sum(({ fields }) => fields.top + fields.bottom)
  const whole = sum(({ fields }) => fields.progressive)
  const undecided = sum(({ fields }) => fields.undetermined)
  return combed >= 4 && combed > whole && combed > (combed + whole + undecided) / 3
}

/** How far the light of frames is from that of their neighbours, levels of 255; a steady change does not count. */
function flickerOf({ light }: Excerpt): number {
  const jumps = light.slice(1, -1).map((value, i) => Math.abs(value - ((light[i] ?? 0) + (light[i + 2] ?? 0)) / 2))
  return middle(jumps) * 255
}

const middle = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
const grade = (value: number, from: number, to: number) => Math.min(1, Math.max(0.2, (value - from) / (to - from)))

function ownFindings({ interlaced, flicker, specks }: ReturnType<typeof filmFacts>): Finding[] {
  const found: Finding[] = []
  if (interlaced) {
    const text = 'Interlaced: every frame is two half pictures of different moments.'
    found.push({ kind: 'interlaced', severity: 1, text, values: {} })
  }
  if (flicker > STEADY) {
    const text = `Flickering: light jumps by ${flicker} of 255 levels from frame to frame.`
    found.push({ kind: 'flickering', severity: grade(flicker, STEADY, 10), text, values: { levels: flicker } })
  }
  if (specks > CLEAN) {
    const text = `Dusty: about ${Math.round(specks)} specks in a frame.`
    found.push({ kind: 'dusty', severity: grade(specks, CLEAN, 40), text, values: { specks: Math.round(specks) } })
  }
  return found
}

/** Not said of films: they are as large as they are, and motion blurs. */
const notForFilms: readonly Finding['kind'][] = ['small', 'blurred', 'healthy']

/** What most of the excerpts suffer from, as strongly as the worst of them. */
function pictureFindings(excerpts: readonly Excerpt[]): Finding[] {
  const each = excerpts.map(({ frames }) => {
    const frame = frames[frames.length >> 1]
    return frame ? findingsOf(measurePicture(frame)).filter(({ kind }) => !notForFilms.includes(kind)) : []
  })
  const byKind = Map.groupBy(each.flat(), ({ kind }) => kind)
  return [...byKind.values()].flatMap((same) => {
    const [worst] = same.toSorted((a, b) => b.severity - a.severity)
    return worst && same.length > excerpts.length / 2 ? [worst] : []
  })
}
