import { expect, test } from 'vitest'
import { readCommandLine } from './command-line.ts'

const read = (...args: string[]) => readCommandLine(args, '/home/anna')

test('paths, names and file addresses become absolute paths', () => {
  expect(read('/photos/a.jpg', 'b.png', './c d.tif', 'file:///photos/gro%C3%9Fvater.jpg').files).toEqual([
    '/photos/a.jpg',
    '/home/anna/b.png',
    '/home/anna/c d.tif',
    '/photos/großvater.jpg',
  ])
})

test('switches and other addresses are no files', () => {
  const line = read('--allow-file-access-from-files', '--foo=bar', '-x', 'https://evil/a.jpg', 'javascript:1', 'a.jpg')
  expect(line.files).toEqual(['/home/anna/a.jpg'])
})

test.each(['', 'a\0b', 'file://server/share/a.jpg', 'file:///%00', 'file:///%'])('%j is left out', (argument) => {
  expect(read(argument).files).toEqual([])
})

test('the library is a folder of its own', () => {
  expect(read('--library', 'Family', 'a.jpg')).toEqual({ library: '/home/anna/Family', files: ['/home/anna/a.jpg'] })
  expect(read('--library=/photos/Family')).toEqual({ library: '/photos/Family', files: [] })
  expect(read('--library').library).toBeUndefined()
})

test('what follows -- is a name even when it looks like a switch', () => {
  expect(read('--', '--odd.jpg').files).toEqual(['/home/anna/--odd.jpg'])
})

test('a flood of names is cut', () => {
  expect(read(...Array.from({ length: 10_050 }, (_, at) => `${at}.jpg`)).files).toHaveLength(10_000)
})
