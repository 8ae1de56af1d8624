import { expect, test } from 'vitest'
import cropRotate from '../../../operations/crop-rotate/op.ts'
import type { FoundFace } from '../../../shared/faces.ts'
import type { Recipe } from '../../../shared/recipe.ts'
import { candidateFor, faceOperation, isInside, placeOf, withCandidate } from './faces-in-recipe.ts'

const scan = { width: 400, height: 200 }
const face = (left: number, top: number): FoundFace => ({
  box: [left, top, 40, 40],
  points: [],
  score: 0.9,
  eyes: 20,
  sharpness: 1,
  aside: 0,
  lean: 0,
  limit: null,
})
const plain: Recipe = { version: 1, name: 'Faithful', steps: [] }
const turned = (params: object): Recipe => ({
  ...plain,
  steps: [{ operation: cropRotate.id, version: cropRotate.version, enabled: true, params: { ...params }, models: [] }],
})

test('a face is told by its place in the frame that the recipe makes', () => {
  expect(placeOf(face(80, 80), plain, scan)).toMatchObject({ x: 0.25, y: 0.5, size: 0.1 })
  // Turned by a quarter, clockwise: what was at the left is at the top.
  expect(placeOf(face(80, 80), turned({ turn: 90 }), scan)).toMatchObject({ x: 0.5, y: 0.25, size: 0.1 })
  expect(isInside(placeOf(face(80, 80), turned({ left: 0.5, width: 0.5 }), scan))).toBe(false)
})

test.runIf(faceOperation)('choosing for one face changes no other, and can be taken back', () => {
  const [first, second] = [placeOf(face(80, 80), plain, scan), placeOf(face(280, 80), plain, scan)]
  const one = withCandidate(plain, first, 'classical', 'Own')
  expect(candidateFor(one, first)).toBe('classical')
  expect(candidateFor(one, second)).toBe('original')
  const both = withCandidate(withCandidate(one, second, 'strong', 'Own'), first, 'original', 'Own')
  expect(candidateFor(both, first)).toBe('original')
  expect(candidateFor(both, second)).toBe('strong')
  expect(both.steps.length).toBe(1)
  expect(both.steps[0]?.params.faces).toHaveLength(2)
})
