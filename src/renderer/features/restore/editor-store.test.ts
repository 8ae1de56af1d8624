import { beforeEach, expect, test, vi } from 'vitest'
import type { Recipe } from '../../../shared/recipe.ts'
import { recallEditor } from './editor-memory.ts'
import { adjustRecipe, editRecipe, openPicture, redo, showVersion, undo, useEditor } from './editor-store.ts'

const recipe = (name: string): Recipe => ({ version: 1, name, steps: [] })
const now = () => useEditor.getState()
let number = 0
let id = ''

beforeEach(() => {
  number++
  id = `p${number}`
  openPicture(id)
})

test('every change can be undone, without a limit, and redone', () => {
  for (let i = 0; i < 300; i++) editRecipe(recipe(String(i)))
  for (let i = 0; i < 299; i++) undo()
  expect(now().edited?.name).toBe('0')
  undo()
  undo()
  expect(now().edited).toBeNull()
  for (let i = 0; i < 300; i++) redo()
  expect(now().edited?.name).toBe('299')
})

test('a gesture is one step', () => {
  editRecipe(recipe('a'))
  adjustRecipe(recipe('b'), false)
  adjustRecipe(recipe('c'), true)
  undo()
  expect(now().edited?.name).toBe('a')
})

test('a change after undo takes the place of what was undone', () => {
  editRecipe(recipe('a'))
  undo()
  editRecipe(recipe('b'))
  redo()
  expect(now().edited?.name).toBe('b')
})

test('showing a version does not lose what was edited', () => {
  editRecipe(recipe('a'))
  showVersion(id, 'r1')
  expect(now()).toMatchObject({ shown: { restorationId: 'r1' }, edited: null })
  undo()
  expect(now()).toMatchObject({ shown: 'newest', edited: { name: 'a' } })
})

test('looking at versions alone is nothing to undo', () => {
  showVersion(id, 'r1')
  showVersion(id, null)
  expect(now().past).toEqual([])
})

test('every picture keeps its own history', () => {
  editRecipe(recipe('a'))
  openPicture('another')
  expect(now()).toMatchObject({ edited: null, past: [] })
  openPicture(id)
  expect(now().edited?.name).toBe('a')
  undo()
  expect(now().edited).toBeNull()
})

test('a reload goes on with the same picture, and what is no memory of ours is left alone', async () => {
  vi.useFakeTimers()
  const kept = new Map<string, string>()
  const page = new EventTarget()
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page))
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  })
  editRecipe(recipe('a'))
  vi.runAllTimers()
  expect(recallEditor(id)).toMatchObject({ edited: { name: 'a' }, past: [{ edited: null }] })
  expect(recallEditor('another')).toBeUndefined()
  editRecipe(recipe('b'))
  page.dispatchEvent(new Event('pagehide'))
  expect(recallEditor(id), 'a page that goes before the hand rested').toMatchObject({ edited: { name: 'b' } })
  kept.set('daguerre.editor', '{"id":1}')
  expect(recallEditor(id)).toBeUndefined()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})
