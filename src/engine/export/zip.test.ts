import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../catalog/testing.ts'
import { writeZip } from './zip.ts'

/** Reads an archive by its directory, as every reader does. */
function entriesOf(zip: Buffer) {
  const end = zip.length - 22
  expect(zip.readUInt32LE(end)).toBe(0x06054b50)
  const count = zip.readUInt16LE(end + 10)
  let at = zip.readUInt32LE(end + 16)
  return Array.from({ length: count }, () => {
    expect(zip.readUInt32LE(at)).toBe(0x02014b50)
    const [crc, size, nameLength] = [zip.readUInt32LE(at + 16), zip.readUInt32LE(at + 24), zip.readUInt16LE(at + 28)]
    const local = zip.readUInt32LE(at + 42)
    const name = zip.subarray(at + 46, at + 46 + nameLength).toString()
    at += 46 + nameLength
    expect(zip.readUInt32LE(local)).toBe(0x04034b50)
    const content = zip.subarray(local + 30 + nameLength, local + 30 + nameLength + size)
    expect(crc32(content)).toBe(crc)
    return { name, content: content.toString() }
  })
}

test('holds every file under its name, whatever the language', async () => {
  const folder = temporaryFolder()
  const contents = { '家庭相册/001 奶奶.jpg': 'x'.repeat(200_000), '家庭相册/index.html': '<p>', '家庭相册/empty': '' }
  const entries = Object.entries(contents).map(([name, content], i) => {
    const path = join(folder, `${i}`)
    writeFileSync(path, content)
    return { name, path }
  })
  await writeZip(join(folder, 'a.zip'), entries)
  expect(entriesOf(readFileSync(join(folder, 'a.zip')))).toEqual(
    Object.entries(contents).map(([name, content]) => ({ name, content })),
  )
})

test('a file that is there stays, one that fails leaves nothing behind', async () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'a.zip'), 'mine')
  await expect(writeZip(join(folder, 'a.zip'), [])).rejects.toMatchObject({ code: 'EEXIST' })
  expect(readFileSync(join(folder, 'a.zip'), 'utf8')).toBe('mine')
  await expect(writeZip(join(folder, 'b.zip'), [{ name: 'x', path: join(folder, 'gone') }])).rejects.toThrow()
  expect(existsSync(join(folder, 'b.zip'))).toBe(false)
})
