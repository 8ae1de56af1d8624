import { createHash } from 'node:crypto'
import { linkSync } from 'node:fs'
import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { drawnPhoto } from '../bench/pictures.ts'
import { daguerre } from './daguerre.ts'

let root = ''
let photos = ''
const out = (name: string) => join(root, name)
const sha = async (file: string) =>
  createHash('sha256')
    .update(await readFile(file))
    .digest('hex')

/** A faded little photo with a profile, EXIF and an orientation. */
async function drawFaded(file: string): Promise<void> {
  const [width, height] = [150, 101]
  const raw = await drawnPhoto(width, height, 3)
  for (let i = 0; i < raw.length; i++) raw[i] = Math.round(90 + (raw[i] as number) * 0.4)
  await sharp(raw, { raw: { width, height, channels: 3 } })
    .withIccProfile('p3')
    .withExifMerge({ IFD0: { ImageDescription: 'Anna, summer 1951', Make: 'Scanner & Co' } })
    .withMetadata({ orientation: 6 })
    .jpeg({ quality: 90 })
    .toFile(file)
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'daguerre-cli-'))
  photos = join(root, '家庭相册')
  await mkdir(photos)
  await drawFaded(join(photos, '奶奶 (1).jpg'))
  await copyFile(join(photos, '奶奶 (1).jpg'), join(photos, '-leading dash 😀.jpg'))
  await writeFile(join(photos, 'empty.jpg'), '')
  await writeFile(join(photos, 'text.png'), 'this is no picture at all, whatever its name says')
  const whole = await readFile(join(photos, '奶奶 (1).jpg'))
  await writeFile(join(photos, 'truncated.jpg'), whole.subarray(0, whole.length / 2))
})
afterAll(async () => {
  await rm(root, { recursive: true, force: true })
})

describe('restore', () => {
  test('does what it can, says why where it cannot, and leaves originals alone', async () => {
    const names = (await readdir(photos)).sort()
    const before = await Promise.all(names.map((name) => sha(join(photos, name))))
    const { status, records, stderr } = await daguerre(['restore', photos, '--out', out('all'), '--json'])
    expect(status).toBe(1)
    expect(records).toHaveLength(5)
    const good = records.filter((record) => record.ok)
    expect(good.map((record) => record.input)).toHaveLength(2)
    for (const record of good) {
      expect(record).toMatchObject({
        width: expect.any(Number),
        seconds: expect.any(Number),
        models: expect.any(Array),
      })
      expect(record.fidelity).toBeGreaterThan(20)
      expect((await stat(String(record.output))).size).toBeGreaterThan(1000)
    }
    const bad = records.filter((record) => !record.ok)
    expect(new Set(bad.map((record) => record.code))).toEqual(
      new Set(['file-empty', 'file-truncated', 'format-unsupported']),
    )
    for (const record of bad) expect(String(record.error)).toMatch(/^[A-Z“"].*\.$/)
    expect(stderr).not.toContain('    at ')
    expect(await Promise.all(names.map((name) => sha(join(photos, name))))).toEqual(before)
  })

  test('keeps orientation, profile and description in every format', async () => {
    const input = join(photos, '奶奶 (1).jpg')
    const { icc } = await sharp(input).metadata()
    for (const format of ['jpeg', 'png', 'tiff', 'webp']) {
      const { status, records } = await daguerre(['restore', input, '--out', out(format), '--format', format, '--json'])
      expect(status).toBe(0)
      const result = await sharp(String(records[0]?.output)).metadata()
      expect(result.format).toBe(format)
      expect(result.orientation ?? 1).toBe(1)
      // Lying on its side in the file: 150 x 101 turned upright.
      expect((result.height ?? 0) > (result.width ?? 0)).toBe(true)
      expect(result.icc?.equals(icc ?? Buffer.alloc(0))).toBe(true)
      // sharp does not tell the EXIF of a TIFF, so the bytes of the file are asked.
      expect((await readFile(String(records[0]?.output))).toString('latin1')).toContain('Anna, summer 1951')
    }
  })

  test('C10: a recipe given back makes the same bytes; a batch of one is the same as one of many', async () => {
    const input = join(photos, '奶奶 (1).jpg')
    const first = await daguerre(['restore', photos, '--out', out('first'), '--format', 'png', '--json'])
    const record = first.records.find((each) => each.ok && String(each.input).includes('奶奶'))
    await writeFile(out('recipe.json'), JSON.stringify(record?.recipe))
    const again = await daguerre([
      'restore',
      input,
      '--out',
      out('again'),
      '--format',
      'png',
      '--recipe',
      out('recipe.json'),
      '--json',
    ])
    expect(await sha(String(again.records[0]?.output))).toBe(await sha(String(record?.output)))
  })

  test('replaces its own earlier result, and nothing else', async () => {
    const input = join(photos, '奶奶 (1).jpg')
    await mkdir(out('twice'))
    await copyFile(join(photos, '-leading dash 😀.jpg'), join(out('twice'), '奶奶 (1).jpg'))
    const foreign = await sha(join(out('twice'), '奶奶 (1).jpg'))
    await daguerre(['restore', input, '--out', out('twice')])
    await daguerre(['restore', input, '--out', out('twice')])
    expect((await readdir(out('twice'))).sort()).toEqual(['奶奶 (1)-2.jpg', '奶奶 (1).jpg'].sort())
    expect(await sha(join(out('twice'), '奶奶 (1).jpg'))).toBe(foreign)
  })

  test('never writes over an input, also not through a hard link or a symbolic name', async () => {
    const folder = out('own')
    await mkdir(folder)
    await drawFaded(join(folder, 'a.jpg'))
    linkSync(join(folder, 'a.jpg'), join(folder, 'b.jpg'))
    const before = await sha(join(folder, 'a.jpg'))
    await daguerre(['restore', join(folder, 'a.jpg'), '--out', folder])
    const run = await daguerre(['run', 'recover-tone', join(folder, 'a.jpg'), '--out', join(folder, 'b.jpg'), '--json'])
    expect(run.status).toBe(1)
    expect(run.records[0]).toMatchObject({ ok: false, code: 'would-overwrite' })
    expect(await sha(join(folder, 'a.jpg'))).toBe(before)
    expect(await sha(join(folder, 'b.jpg'))).toBe(before)
  })

  test.skipIf(process.getuid?.() === 0)('says when it may not write', async () => {
    const folder = out('locked')
    await mkdir(folder)
    await chmod(folder, 0o500)
    const { records, status } = await daguerre(['restore', join(photos, '奶奶 (1).jpg'), '--out', folder, '--json'])
    expect(status).toBe(1)
    expect(records[0]).toMatchObject({ ok: false, code: 'no-permission' })
  })
})

describe('run', () => {
  test('takes the flags of the operation and writes its map', async () => {
    const { status, records } = await daguerre([
      'run',
      'upscale',
      join(photos, '奶奶 (1).jpg'),
      '--out',
      out('big.png'),
      '--scale',
      '2.5',
      '--save-mask',
      out('map.png'),
      '--json',
    ])
    expect(status).toBe(0)
    expect(records[0]).toMatchObject({ ok: true, width: Math.round(101 * 2.5), height: 375 })
    expect((await sharp(out('map.png')).metadata()).channels).toBe(1)
  })

  test('a map is not written over a file that is not ours; over its own earlier map it is', async () => {
    const input = join(photos, '奶奶 (1).jpg')
    const other = out('other.png')
    await copyFile(input, other)
    const before = await sha(other)
    const run = (mask: string) =>
      daguerre(['run', 'upscale', input, '--out', out('masked.png'), '--scale', '2', '--save-mask', mask, '--json'])
    const refused = await run(other)
    expect(refused.status).toBe(1)
    expect(refused.records[0]).toMatchObject({ ok: false, code: 'would-overwrite' })
    expect(await sha(other)).toBe(before)
    expect((await run(out('own-map.png'))).status).toBe(0)
    expect((await run(out('own-map.png'))).status).toBe(0)
  })

  test('wrong usage is 2, in one sentence', async () => {
    const cases = [
      ['run', 'upscale', 'x.jpg', '--out', 'y.png', '--scale', '99'],
      ['run', 'upscale', 'x.jpg', '--out', 'y.png', '--scale', 'big'],
      ['run', 'nothing', 'x.jpg', '--out', 'y.png'],
      ['run', 'upscale', 'x.jpg'],
      ['restore', photos, '--out', out('x'), '--recipe', 'nonsense'],
      ['restore', photos, '--out', out('x'), '--format', 'gif'],
      ['restore', photos, '--out', out('x'), '--threads', '-1'],
      ['restore', photos, '--out', join(photos, 'text.png')],
      ['run', 'upscale', 'x.jpg', '--out', 'y.png', '--model', 'nosuch'],
      ['run', 'upscale', 'x.jpg', '--out', 'y.png', '--save-mask', 'map.jpg'],
      ['frobnicate'],
    ]
    for (const args of cases) {
      const { status, stderr } = await daguerre(args)
      expect([args.join(' '), status]).toEqual([args.join(' '), 2])
      expect(stderr).not.toContain('    at ')
    }
  })

  test('a missing file is a failed input, not wrong usage', async () => {
    const { status, records } = await daguerre(['restore', out('not there.jpg'), '--out', out('x'), '--json'])
    expect(status).toBe(1)
    expect(records).toHaveLength(1)
    expect(records[0]).toMatchObject({ ok: false, code: 'file-missing' })
  })
})

describe('ends well', () => {
  test('after Ctrl+C every input is told, and nothing is called restored that is not', async () => {
    const many = out('many')
    await mkdir(many)
    for (let i = 0; i < 6; i++) await drawFaded(join(many, `${i}.jpg`))
    const { status, records, stderr } = await daguerre(
      ['restore', many, '--out', out('cancelled'), '--recipe', 'strong', '--json'],
      { interruptAfterRecords: 1 },
    )
    expect(status).toBe(1)
    expect(records).toHaveLength(6)
    const done = records.filter((record) => record.ok)
    expect(done.length).toBeLessThan(6)
    for (const record of records) if (!record.ok) expect(record.code).toBe('cancelled')
    expect(await readdir(join(out('cancelled'), 'many'))).toHaveLength(done.length)
    expect(stderr).not.toContain('    at ')
  })

  test.skipIf(process.platform === 'win32')('quietly when nobody reads any more', async () => {
    const { stderr } = await daguerre(['models', 'list', '--json'], { closeAfterFirstBytes: true })
    expect(stderr).toBe('')
  })
})
