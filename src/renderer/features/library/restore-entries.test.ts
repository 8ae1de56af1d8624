import type { TFunction } from 'i18next'
import { expect, test } from 'vitest'
import { offeredDamagePresets } from '../../../operations/damage-presets.ts'
import { filmPresetNames, presetNames } from '../../../shared/recipe.ts'
import { kindsOf, restoreEntries, wishOfEntry } from './restore-entries.ts'

const t = ((key: string, values?: { name?: string; count?: number }) =>
  values?.name ? `${values.name} (${values.count})` : key) as unknown as TFunction
const ids = (kinds: Parameters<typeof restoreEntries>[0]) => restoreEntries(kinds, t).map(({ id }) => id)
const damage = offeredDamagePresets()

test('films are offered what is for films, photos what is for photos, both what is for each', () => {
  expect(ids({ photos: [], films: ['f'] })).toEqual([...presetNames, ...filmPresetNames])
  expect(ids({ photos: ['p'], films: [] })).toEqual([...presetNames, ...damage])
  expect(ids({ photos: ['p'], films: ['f'] })).toEqual([...presetNames, ...filmPresetNames, ...damage])
  const mixed = restoreEntries({ photos: ['p', 'q'], films: ['f'] }, t)
  expect(mixed.find(({ id }) => id === 'vhs')?.text).toBe('filmPreset.vhs (1)')
  expect(mixed.find(({ id }) => id === damage[0])?.text).toBe(`damage.${damage[0]} (2)`)
})

test('a way for one kind is applied to that kind alone', () => {
  const kinds = kindsOf(['a', 'b', 'c'], ['b'])
  expect(kinds).toEqual({ photos: ['a', 'c'], films: ['b'] })
  expect(wishOfEntry('vhs', kinds)).toEqual({ ids: ['b'], wish: 'vhs' })
  expect(wishOfEntry('faithful', kinds)).toEqual({ ids: ['a', 'c', 'b'], wish: 'faithful' })
  expect(wishOfEntry(damage[0] as string, kinds)?.ids).toEqual(['a', 'c'])
  expect(wishOfEntry('nothing', kinds)).toBeUndefined()
})
