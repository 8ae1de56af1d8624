import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { codeOf } from '../../shared/errors.ts'
import { shell } from '../../shared/shell.ts'
import { openTemporary, temporaryFolder } from '../catalog/testing.ts'
import { createGrants } from '../grants.ts'
import { shellHandlers } from './shell.ts'

function handlers() {
  const catalog = openTemporary()
  const grants = createGrants()
  const { 'files.reveal': reveal } = shellHandlers({
    catalog,
    grants,
    locate: () => Promise.reject(new Error('not asked for')),
    stop: () => Promise.resolve(),
  })
  const chosen = join(temporaryFolder(), 'chosen')
  mkdirSync(chosen)
  const [folder = ''] = grants.issue([chosen])
  const call = async (input: { id: string; folder?: string | null }) => {
    const parsed = shell['files.reveal'].input.parse({ kind: 'export', ...input })
    return (await reveal(parsed, { signal: AbortSignal.abort(), emit: () => undefined })).path
  }
  return { catalog, chosen, folder, call }
}

test('what was exported into a folder of the user is shown there, not looked for in the library', async () => {
  const { chosen, folder, call } = handlers()
  writeFileSync(join(chosen, 'Anna.jpg'), '')
  mkdirSync(join(chosen, 'Family album'))
  expect(await call({ id: 'Anna.jpg', folder })).toBe(join(chosen, 'Anna.jpg'))
  expect(await call({ id: 'Family album', folder })).toBe(join(chosen, 'Family album'))
})

test('what was exported into the library is shown there', async () => {
  const { catalog, chosen, folder, call } = handlers()
  const file = join(catalog.library.exports, 'Anna.jpg')
  mkdirSync(catalog.library.exports, { recursive: true })
  writeFileSync(file, '')
  expect(await call({ id: 'Anna.jpg' })).toBe(file)
  expect(codeOf(await call({ id: 'Anna.jpg', folder }).catch((error: unknown) => error))).toBe('file-missing')
  writeFileSync(join(chosen, 'Otto.jpg'), '')
  expect(codeOf(await call({ id: 'Otto.jpg' }).catch((error: unknown) => error))).toBe('file-missing')
})

test.each(['../secret.txt', '..', '.', '', 'inner/../../secret.txt', '/etc/passwd'])(
  'nothing beside the folder is shown: %j',
  async (id) => {
    const { chosen, folder, call } = handlers()
    writeFileSync(join(chosen, '..', 'secret.txt'), '')
    expect(codeOf(await call({ id, folder }).catch((error: unknown) => error))).toBe('file-missing')
  },
)

test('a folder nobody chose is refused', async () => {
  const { call } = handlers()
  expect(codeOf(await call({ id: 'a.jpg', folder: 'guessed' }).catch((error: unknown) => error))).toBe('grant-expired')
})
