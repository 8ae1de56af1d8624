import { describe, expect, test } from 'vitest'
import { type Finding, findingKinds } from '../shared/analysis.ts'
import { filmPresetNames, presetNames } from '../shared/recipe.ts'
import { stages } from './define.ts'
import { filmKindOf, filmPresetRecipe } from './film-presets.ts'
import { operations } from './index.ts'
import { photoPresetRecipe } from './presets.ts'

const found = (...kinds: Finding['kind'][]): Finding[] =>
  kinds.map((kind) => ({ kind, severity: 0.5, text: '', values: {} }))
const ids = (...args: Parameters<typeof filmPresetRecipe>) =>
  filmPresetRecipe(...args).steps.map(({ operation }) => operation)

describe.each([...filmPresetNames, ...presetNames])('%s', (name) => {
  const { steps } = filmPresetRecipe(name, { findings: found(...findingKinds), width: 176, height: 144 })

  test('every step works on films, is valid, current and in the safe order', () => {
    expect(steps.length).toBeGreaterThan(2)
    for (const step of steps) {
      const operation = operations.get(step.operation)
      expect(operation?.appliesTo).toContain('video')
      expect(operation?.params.safeParse(step.params).success).toBe(true)
      expect(step.version).toBe(operation?.version)
    }
    const ranks = steps.map(({ operation }) => stages.indexOf(operations.get(operation)?.stage ?? 'fields'))
    expect(ranks).toEqual(ranks.toSorted((a, b) => a - b))
  })

  test('nothing that was not found is put right, but what belongs to the kind of film', () => {
    const left = {
      'eight-mm': ['stabilise'],
      'old-phone': ['stabilise'],
      'silent-film': ['stabilise', 'deflicker', 'remove-dust'],
    }
    expect(ids(name, { findings: found('healthy'), width: 720, height: 576 })).toEqual(
      left[name as keyof typeof left] ?? [],
    )
  })
})

test('tape keeps both moments of a frame, film keeps its grain, only tiny films of phones are enlarged', () => {
  const param = (name: (typeof filmPresetNames)[number], operation: string, key: string) =>
    filmPresetRecipe(name, { findings: found('interlaced', 'grain') }).steps.find(
      (step) => step.operation === operation,
    )?.params[key]
  expect(param('vhs', 'deinterlace', 'rate')).toBe('field')
  expect(param('vhs', 'denoise', 'keepGrain')).toBe(0)
  expect(param('eight-mm', 'denoise', 'keepGrain')).toBeGreaterThan(0)
  expect(ids('old-phone', { findings: [], width: 320, height: 240 })).toContain('upscale')
  expect(ids('old-phone', { findings: [], width: 640, height: 480 })).not.toContain('upscale')
})

test('a preset for films refuses photos', () => {
  expect(() => photoPresetRecipe('vhs')).toThrow(/is for films/)
  expect(photoPresetRecipe('gentle').name).toBe('Gentle')
})

test('the kind of a film is told by what was found, or not at all', () => {
  const film = {
    seconds: 60,
    framesPerSecond: 25,
    codec: 'h264',
    bitDepth: 8,
    interlaced: false,
    flicker: 0,
    specks: 0,
    audio: [{ codec: 'aac', channels: 2, language: null }],
    subtitles: 0,
    chapters: 0,
  }
  const kind = (also: Partial<typeof film>, findings: Finding[] = [], width = 720, height = 576) =>
    filmKindOf({ width, height, findings, film: { ...film, ...also } })
  expect(kind({})).toBeUndefined()
  expect(kind({ interlaced: true }, found('interlaced'))).toBe('vhs')
  expect(kind({ framesPerSecond: 18 })).toBe('eight-mm')
  expect(kind({}, found('dusty'))).toBe('eight-mm')
  expect(kind({ audio: [] }, found('flickering', 'black-and-white'))).toBe('silent-film')
  expect(kind({ codec: 'h263', framesPerSecond: 15 }, [], 176, 144)).toBe('old-phone')
})
