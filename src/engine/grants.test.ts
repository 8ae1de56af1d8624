import { expect, test } from 'vitest'
import { createGrants } from './grants.ts'

test('a grant stands for its path, and for nothing else', () => {
  const grants = createGrants()
  const [a, b] = grants.issue(['/photos/a.jpg', '/photos'])
  expect(grants.pathsOf([b as string, a as string])).toEqual(['/photos', '/photos/a.jpg'])
  expect(a).not.toContain('photos')
  expect(a).toMatch(/^[\w-]{24}$/)
  expect(grants.issue(['/photos/a.jpg'])[0]).not.toBe(a)
  for (const wrong of ['/photos/a.jpg', '', '__proto__'])
    expect(() => grants.pathsOf([wrong])).toThrow(expect.objectContaining({ code: 'grant-expired' }))
  expect(() => createGrants().pathsOf([a as string])).toThrow(expect.objectContaining({ code: 'grant-expired' }))
})

test.each(['photos/a.jpg', '../a', '', '/a\0b'])('%j is no path to grant', (path) => {
  expect(() => createGrants().issue([path])).toThrow(expect.objectContaining({ code: 'invalid-input' }))
})
