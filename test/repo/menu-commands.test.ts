import { expect, test } from 'vitest'
import { menuCommands } from '../../src/shared/commands.ts'
import { projectFiles, read } from './sources.ts'

test('the page carries out every command the menu offers', () => {
  const page = projectFiles()
    .filter((path) => /^src\/renderer\/commands\/.*-commands\.ts$/.test(path))
    .map((path) => read(path).text)
    .join('\n')
  const missing = Object.keys(menuCommands).filter((id) => !new RegExp(`\\bid: '${id}'`).test(page))
  expect(missing).toEqual([])
})
