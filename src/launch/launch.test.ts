import { chmodSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { buildIfStale } from './build-if-stale.ts'
import { chooseDoor, findElectron, type Surroundings } from './doors.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'daguerre-launch-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const around = (more: Partial<Surroundings> = {}): Surroundings => ({
  platform: 'linux',
  env: { DISPLAY: ':0' },
  electron: join(root, 'electron'),
  isRoot: false,
  ...more,
})

/** An Electron that is installed. */
function install(folder = join(root, 'electron/dist'), name = 'electron') {
  mkdirSync(folder, { recursive: true })
  mkdirSync(join(root, 'electron'), { recursive: true })
  writeFileSync(join(root, 'electron/path.txt'), name)
  writeFileSync(join(folder, name), '')
  chmodSync(join(folder, name), 0o755)
}

describe('which door', () => {
  test('a package without its runtime is no Electron, and nothing is fetched', () => {
    mkdirSync(join(root, 'electron'))
    writeFileSync(join(root, 'electron/index.js'), 'throw new Error("downloads")')
    expect(findElectron(around())).toBeUndefined()
    expect(chooseDoor([], around())).toEqual({
      door: 'browser',
      because: "Electron's runtime is not installed; npx install-electron would fetch it",
    })
  })

  test('a name without the file is none either', () => {
    mkdirSync(join(root, 'electron'))
    writeFileSync(join(root, 'electron/path.txt'), 'electron')
    expect(findElectron(around())).toBeUndefined()
  })

  test('an installed one opens the window', () => {
    install()
    expect(chooseDoor(['--library', '/l'], around())).toEqual({
      door: 'electron',
      executable: join(root, 'electron/dist/electron'),
    })
  })

  test('one that lies elsewhere is found by its variable', () => {
    const elsewhere = join(root, 'elsewhere')
    mkdirSync(elsewhere)
    writeFileSync(join(elsewhere, 'electron'), '')
    const env = { DISPLAY: ':0', ELECTRON_OVERRIDE_DIST_PATH: elsewhere }
    expect(findElectron(around({ env }))).toBe(join(elsewhere, 'electron'))
    expect(findElectron(around({ env: { ELECTRON_OVERRIDE_DIST_PATH: join(root, 'none') } }))).toBeUndefined()
  })

  test('not without a display, not as root, not when the browser is asked for', () => {
    install()
    expect(chooseDoor([], around({ env: {} }))).toMatchObject({ door: 'browser', because: 'there is no display' })
    expect(chooseDoor([], around({ isRoot: true }))).toMatchObject({ door: 'browser' })
    for (const asked of ['--port', '--port=1', '--no-open', '--browser'])
      expect(chooseDoor([asked], around())).toMatchObject({ door: 'browser' })
    expect(chooseDoor([], around({ platform: 'darwin', env: {} })).door).toBe('electron')
  })
})

describe('building when stale', () => {
  const write = (path: string, text: string) => {
    mkdirSync(join(root, path, '..'), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  beforeEach(() => {
    write('src/a.ts', 'let a')
    write('package.json', '{}')
    vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  })
  afterEach(() => vi.restoreAllMocks())
  const build = vi.fn()
  beforeEach(() => build.mockReset())

  test('once, and again after a change', async () => {
    expect(await buildIfStale(root, build)).toBe(true)
    expect(await buildIfStale(root, build)).toBe(false)
    write('src/a.ts', 'let a, b')
    expect(await buildIfStale(root, build)).toBe(true)
    utimesSync(join(root, 'src/a.ts'), 1, 1)
    expect(await buildIfStale(root, build)).toBe(true)
    rmSync(join(root, 'src/a.ts'))
    expect(await buildIfStale(root, build)).toBe(true)
    expect(build).toHaveBeenCalledTimes(4)
  })

  test('tests do not count', async () => {
    await buildIfStale(root, build)
    write('src/a.test.ts', 'test')
    expect(await buildIfStale(root, build)).toBe(false)
  })

  test('a build that failed is tried again', async () => {
    const failing = () => {
      throw new Error('no')
    }
    await expect(buildIfStale(root, failing)).rejects.toThrow('no')
    expect(await buildIfStale(root, build)).toBe(true)
  })

  test('two at once build once', async () => {
    expect((await Promise.all([buildIfStale(root, build), buildIfStale(root, build)])).filter(Boolean)).toHaveLength(1)
  })

  test('a lock whose owner is gone is taken over', async () => {
    write('out/.building/pid', '999999999')
    expect(await buildIfStale(root, build)).toBe(true)
  })
})
