import { mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { expandInputs, natural } from './inputs.ts'

let root = ''
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'inputs-'))
  await mkdir(join(root, '家庭相册', 'deep'), { recursive: true })
  for (const name of ['a10.jpg', 'a2.jpg', '.hidden.jpg', 'notes.txt', '家庭相册/奶奶 (1).jpg', '家庭相册/deep/x.PNG'])
    await writeFile(join(root, name), '')
  await symlink(join(root, 'a2.jpg'), join(root, 'link.jpg'))
  await symlink(root, join(root, 'loop'))
})

test('a folder gives its pictures in natural order, keeps its tree, follows no links', async () => {
  const inputs = await expandInputs([root])
  const shown = inputs.map((input) => input.file.slice(root.length + 1))
  expect(shown).toEqual(['a2.jpg', 'a10.jpg', '家庭相册/deep/x.PNG', '家庭相册/奶奶 (1).jpg'])
  expect(inputs[2]?.folder.endsWith(join('家庭相册', 'deep'))).toBe(true)
})

test('what is named directly is tried, whatever it is called, also when it is not there', async () => {
  const inputs = await expandInputs([join(root, 'notes.txt'), '-leading-dash.jpg'])
  expect(inputs.map((input) => input.folder)).toEqual(['', ''])
  expect(inputs[1]?.file.endsWith('/-leading-dash.jpg')).toBe(true)
})

test('natural order is total', () => {
  expect(['b', 'a10', 'A2', 'a2'].sort(natural)).toEqual(['A2', 'a2', 'a10', 'b'])
})
