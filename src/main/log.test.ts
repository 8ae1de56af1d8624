import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { hideHome, openLog } from './log.ts'

const folder = mkdtempSync(join(tmpdir(), 'daguerre-log-'))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('lines are written at once, without the home folder', () => {
  const file = join(folder, 'deep', 'daguerre.log')
  const log = openLog(file, '/home/anna')
  log.info('library at /home/anna/Pictures')
  log.error(new Error('cannot read /home/anna/a.jpg'), 'import')
  const text = readFileSync(file, 'utf8')
  expect(text).toContain('library at ~/Pictures')
  expect(text).toContain('cannot read ~/a.jpg')
  expect(text).not.toContain('anna')
  expect(
    text
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { level: number }).level),
  ).toEqual([30, 50])
})

test('a home folder on Windows is hidden in JSON too', () => {
  const home = 'C:\\Users\\Anna'
  expect(hideHome(JSON.stringify({ file: `${home}\\a.jpg` }), home)).toBe('{"file":"~\\\\a.jpg"}')
})

test('a large log makes way for a new one', () => {
  const file = join(folder, 'daguerre.log')
  openLog(file, '/home/anna').info('first')
  writeFileSync(file, 'x'.repeat(4 * 1024 * 1024 + 1))
  openLog(file, '/home/anna').info('second')
  expect(existsSync(`${file}.old`)).toBe(true)
  expect(readFileSync(file, 'utf8')).toContain('second')
})
