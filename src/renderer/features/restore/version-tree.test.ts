import { expect, test } from 'vitest'
import type { Restoration } from '../../../shared/entities.ts'
import { type Branch, versionTree } from './version-tree.ts'

const version = (id: string, parentId: string | null = null) => ({ id, parentId }) as Restoration
const written = (branches: readonly Branch[]): string =>
  branches
    .map(({ restoration, children }) => restoration.id + (children.length ? `(${written(children)})` : ''))
    .join(' ')

test('versions hang below the one they came from, newest first', () => {
  const all = [version('d', 'b'), version('c', 'a'), version('b', 'a'), version('e'), version('a')]
  expect(written(versionTree(all))).toBe('e a(c b(d))')
})

test('one whose parent was deleted is not lost', () => {
  expect(written(versionTree([version('b', 'gone'), version('a')]))).toBe('b a')
})
