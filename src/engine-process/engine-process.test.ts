import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { errorOfNotice, failedNotice, noticeOf } from '../shared/engine-notice.ts'
import { AppError } from '../shared/errors.ts'
import { builtEntry } from './built-entry.ts'
import { homeHider, openLog } from './log.ts'
import { readProcessOptions } from './options.ts'

test('the log says what happened, but not whose computer it is', () => {
  const folder = mkdtempSync(join(tmpdir(), 'daguerre-log-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const log = openLog(folder)
  log.info(`opened ${homedir()}/Pictures/Daguerre`)
  log.error(new Error(`cannot read ${homedir()}/a.jpg`), 'reading')
  const lines = readFileSync(join(folder, 'Logs/engine.log'), 'utf8').trim().split('\n')
  expect(lines).toHaveLength(2)
  expect(lines[0]).toContain('opened ~/Pictures/Daguerre')
  expect(lines[1]).toContain('cannot read ~/a.jpg')
  expect(lines.join('')).not.toContain(homedir())
})

test('a large log makes room for a new one', () => {
  const folder = mkdtempSync(join(tmpdir(), 'daguerre-log-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  openLog(folder)
  writeFileSync(join(folder, 'Logs/engine.log'), 'x'.repeat(5 * 2 ** 20))
  openLog(folder).info('new')
  expect(readFileSync(join(folder, 'Logs/engine.log'), 'utf8').split('\n')).toHaveLength(2)
  expect(readFileSync(join(folder, 'Logs/engine.log.old'), 'utf8')).toHaveLength(5 * 2 ** 20)
})

test('the home folder is hidden as Windows writes it in JSON, too', () => {
  const hide = homeHider('C:\\Users\\grandma')
  expect(hide(JSON.stringify({ file: 'C:\\Users\\grandma\\a.jpg' }))).toBe('{"file":"~\\\\a.jpg"}')
  expect(homeHider('/')('/a/b')).toBe('/a/b')
})

test('notices carry the reason of a failed start, and only of an expected one', () => {
  const told = failedNotice(new AppError('catalog-newer', 'It is newer.', { version: 9 }))
  const heard = noticeOf(JSON.parse(JSON.stringify(told)))
  expect(heard?.engine === 'failed' && errorOfNotice(heard)).toMatchObject({
    code: 'catalog-newer',
    message: 'It is newer.',
    details: { version: 9 },
  })
  expect(JSON.stringify(failedNotice(new TypeError('secret')))).not.toContain('secret')
  for (const other of [null, 1, {}, { mux: 'data' }, { engine: 'else' }]) expect(noticeOf(other)).toBeUndefined()
})

test('options', async () => {
  expect(await readProcessOptions(['--library', '/l', '--models', '/a', '--models', '/b', '--threads', '2'])).toEqual({
    library: '/l',
    models: ['/a', '/b'],
    device: undefined,
    threads: 2,
  })
  expect(
    await readProcessOptions(['--library', '/l', '--models', '/a', '--enable-features=X', '--device', 'cpu']),
  ).toMatchObject({
    device: 'cpu',
  })
  await expect(readProcessOptions(['--device', 'abacus'])).rejects.toMatchObject({ code: 'wrong-usage' })
})

test('entries are found from entries and from chunks', () => {
  expect(builtEntry('server', '/app/out/main')).toBe(join('/app/out/main', 'server.js'))
  expect(builtEntry('server', '/app/out/main/chunks')).toBe(join('/app/out/main', 'server.js'))
})
