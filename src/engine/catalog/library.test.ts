import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { cacheFile, defaultLibraryFolder, isWithin, restorationFiles, sidecarOf } from './library.ts'
import { temporaryFolder } from './testing.ts'

const sha256 = `ab${'0'.repeat(62)}`

test('files have their places', () => {
  expect(cacheFile('thumb', sha256)).toBe(`Cache/thumb/ab/${sha256}.webp`)
  expect(cacheFile('full', sha256, 'jpeg')).toBe(`Cache/full/ab/${sha256}.jpg`)
  const files = restorationFiles(sha256, 'r1')
  expect(files.file).toBe(`Restorations/ab/${sha256}/r1.png`)
  expect(sidecarOf(files.file)).toBe(files.sidecar)
})

test('within means within', () => {
  expect(isWithin('/data/app', '/data/app')).toBe(true)
  expect(isWithin('/data/app', '/data/app/x/y')).toBe(true)
  expect(isWithin('/data/app', '/data/app-evil')).toBe(false)
  expect(isWithin('/data/app', '/data')).toBe(false)
  expect(isWithin('/data/app', '/data/app/..hidden')).toBe(true)
})

describe('the default library', () => {
  const home = temporaryHome()
  function temporaryHome() {
    return '/home/rosa'
  }
  const at = (env: Record<string, string>, platform: NodeJS.Platform = 'linux') =>
    defaultLibraryFolder({ platform, home, env })

  test('is in Pictures', async () => {
    expect(await at({}, 'darwin')).toBe(join(home, 'Pictures', 'Daguerre'))
    expect(await at({ XDG_CONFIG_HOME: '/nowhere' })).toBe(join(home, 'Pictures', 'Daguerre'))
  })

  test.each([
    ['"$HOME/Bilder"', '/home/rosa/Bilder/Daguerre'],
    ['"/mnt/disk/图片"', '/mnt/disk/图片/Daguerre'],
    ['"$HOME/"', '/home/rosa/Pictures/Daguerre'],
    ['"relative"', '/home/rosa/Pictures/Daguerre'],
  ])('follows XDG_PICTURES_DIR=%s', async (line, folder) => {
    const config = temporaryFolder()
    mkdirSync(config, { recursive: true })
    writeFileSync(join(config, 'user-dirs.dirs'), `# comment\nXDG_DESKTOP_DIR="$HOME/Desk"\nXDG_PICTURES_DIR=${line}\n`)
    expect(await at({ XDG_CONFIG_HOME: config })).toBe(folder)
  })
})
