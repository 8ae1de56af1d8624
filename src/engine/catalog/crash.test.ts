import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { openCatalog } from './catalog.ts'
import { readJournal } from './journal.ts'
import { openTemporary, someOriginal, temporaryFolder } from './testing.ts'

const here = (file: string) => JSON.stringify(pathToFileURL(join(import.meta.dirname, file)).href)

/** Opens the library and adds originals until it is killed, printing how many it has committed. */
const writer = (folder: string) => `
  import { openCatalog } from ${here('catalog.ts')}
  const catalog = openCatalog(${JSON.stringify(folder)})
  const hex = (i) => i.toString(16).padStart(64, '0')
  const start = catalog.originals.count()
  for (let i = start; ; i += 5) {
    const records = [0, 1, 2, 3, 4].map((k) => ({ id: 'o' + (i + k), sha256: hex(i + k), path: '/p/' + (i + k),
      name: 'photo ' + (i + k), kind: 'image', format: 'png', bytes: 1, mtime: 1, width: 1, height: 1, bitDepth: 8,
      hasProfile: false, date: null, facts: [], note: 'x'.repeat(500), rating: 0, importedAt: '2026-01-01' }))
    catalog.originals.add(records)
    process.stdout.write((i + 5) + '\\n')
  }`

async function startWriter(folder: string, committed: number): Promise<{ child: ChildProcess; last: () => number }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', writer(folder)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let told = ''
  let complaints = ''
  child.stderr?.on('data', (part) => (complaints += part))
  const last = () => Number(told.slice(0, told.lastIndexOf('\n')).split('\n').at(-1) ?? 0)
  for await (const part of child.stdout ?? []) {
    told += part
    if (last() >= committed) return { child, last }
  }
  throw new Error(`the writer ended: ${complaints}`)
}

describe('a writer that is killed', () => {
  test('leaves the catalog whole, with all it had committed, and its lock free', async () => {
    const folder = temporaryFolder()
    for (const committed of [50, 200, 400]) {
      const { child, last } = await startWriter(folder, committed)
      child.kill('SIGKILL')
      await once(child, 'close')
      const catalog = openCatalog(folder)
      expect(catalog.db.pragma('integrity_check', { simple: true })).toBe('ok')
      expect(() => catalog.db.exec("INSERT INTO search (search, rank) VALUES ('integrity-check', 1)")).not.toThrow()
      const count = catalog.originals.count()
      expect(count).toBeGreaterThanOrEqual(last())
      // Whole transactions only, and the journal knows at least as much.
      expect(count % 5).toBe(0)
      expect((await readJournal(catalog.library.journal)).size).toBeGreaterThanOrEqual(count)
      catalog.close()
    }
  })

  test('while it lives, nobody else gets in', async () => {
    const folder = temporaryFolder()
    const { child } = await startWriter(folder, 5)
    try {
      expect(() => openCatalog(folder)).toThrow(expect.objectContaining({ code: 'catalog-busy' }))
    } finally {
      child.kill('SIGKILL')
      await once(child, 'close')
    }
    openCatalog(folder).close()
  })
})

test('a rebuild that is killed leaves a whole catalog behind', async () => {
  const folder = temporaryFolder()
  const catalog = openCatalog(folder)
  catalog.originals.add(Array.from({ length: 2000 }, (_, i) => someOriginal(`p${i}.jpg`)))
  catalog.close()
  const code = `import { rebuildCatalog } from ${here('rebuild.ts')}
    process.stdout.write('started')
    for (;;) await rebuildCatalog(${JSON.stringify(folder)})`
  for (const patience of [30, 150, 300, 450]) {
    const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(child.stdout, 'data')
    await pause(patience)
    expect(child.exitCode).toBeNull()
    child.kill('SIGKILL')
    await once(child, 'close')
    const found = openCatalog(folder)
    expect(found.originals.count()).toBe(2000)
    expect(found.db.pragma('integrity_check', { simple: true })).toBe('ok')
    found.close()
  }
})

test('one process cannot open a library twice, but again after closing it', () => {
  const catalog = openTemporary()
  expect(() => openCatalog(catalog.library.root)).toThrow(expect.objectContaining({ code: 'catalog-busy' }))
  catalog.close()
  openCatalog(catalog.library.root).close()
})
