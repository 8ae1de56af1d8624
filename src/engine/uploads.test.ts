import { existsSync } from 'node:fs'
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { partialOf } from './files/partial.ts'
import { beginUpload, sweepUploads, uploadParts } from './uploads.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'daguerre-uploads-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('uploads', () => {
  test.each([
    ['photo.jpg', 'photo.jpg'],
    ['家庭相册/奶奶.jpg', '家庭相册/奶奶.jpg'],
    ['../../x', 'x'],
    ['/etc/passwd', 'etc/passwd'],
    ['C:\\Windows\\system32\\x.jpg', 'C_/Windows/system32/x.jpg'],
    ['a/./b//../c.jpg', 'a/b/c.jpg'],
    ['1/2/3/4/5/6/x.jpg', '3/4/5/6/x.jpg'],
    ['a\0/b\0.jpg', 'a_/b_.jpg'],
    ['..', 'picture'],
    ['/', 'picture'],
  ])('%j is kept as %j', (name, expected) => {
    const { folders, file } = uploadParts(name)
    expect([...folders, file].join('/')).toBe(expected)
  })

  test('the place is reserved and never given twice, also not to uploads at the same time', async () => {
    const paths = await Promise.all(Array.from({ length: 20 }, () => beginUpload(folder, 'album/p.jpg')))
    expect(new Set(paths).size).toBe(20)
    for (const path of paths) {
      expect(existsSync(partialOf(path))).toBe(true)
      expect(relative(folder, path).startsWith('album')).toBe(true)
    }
  })

  test('a picture that is there is not written over', async () => {
    await writeFile(join(folder, 'p.jpg'), 'mine')
    expect(await beginUpload(folder, 'p.jpg')).toBe(join(folder, 'p-2.jpg'))
    expect(existsSync(partialOf(join(folder, 'p.jpg')))).toBe(false)
  })

  test('only old remains are swept away', async () => {
    const [old, fresh] = [await beginUpload(folder, 'a/old.jpg'), await beginUpload(folder, 'fresh.jpg')]
    await writeFile(join(folder, 'kept.part'), '')
    await utimes(partialOf(old), 1, 1)
    await utimes(join(folder, 'kept.part'), 1, 1)
    await sweepUploads(folder)
    expect([partialOf(old), partialOf(fresh), join(folder, 'kept.part')].map((path) => existsSync(path))).toEqual([
      false,
      true,
      true,
    ])
  })
})
