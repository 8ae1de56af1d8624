import { createHash, randomBytes } from 'node:crypto'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { limitConcurrency } from './limit-concurrency.ts'
import { hashFile } from './picture-hash.ts'
import { makeFullView, makeThumbnail, makeView } from './renditions.ts'
import { embedInMemory, exampleExif, newFolder, profile } from './testing.ts'

const folder = newFolder()
const picture = (width: number, height: number, channels: 3 | 4 = 3) =>
  sharp({ create: { width, height, channels, background: { r: 200, g: 64, b: 32, alpha: 0.5 } } })

describe('renditions', () => {
  test('a thumbnail is upright, small, sRGB and free of metadata', async () => {
    const p3 = embedInMemory('png', await picture(1000, 500).png().toBuffer(), {
      icc: await profile('p3'),
      exif: exampleExif(6),
    })
    const out = join(folder, 'thumb.webp')
    expect(await makeThumbnail({ name: 'p3.png', bytes: p3 }, out)).toEqual({
      type: 'image/webp',
      width: 240,
      height: 480,
    })
    const written = await sharp(out).metadata()
    expect(written).toMatchObject({ format: 'webp', width: 240, height: 480, hasProfile: false })
    expect(written.exif).toBeUndefined()
    // Display P3 (200, 64, 32) is redder than sRGB's: converted, red grows.
    const { data } = await sharp(out).raw().toBuffer({ resolveWithObject: true })
    expect(data[0]).toBeGreaterThan(208)
  })
  test('small pictures are not enlarged', async () => {
    const bytes = await picture(100, 50).jpeg().toBuffer()
    expect(await makeView({ name: 'a', bytes }, join(folder, 'view'))).toMatchObject({ width: 100, height: 50 })
  })
  test('the full view is JPEG, or WebP with transparency', async () => {
    const opaque = { name: 'a', bytes: await picture(3000, 20).png().toBuffer() }
    expect(await makeFullView(opaque, join(folder, 'f1'))).toEqual({ type: 'image/jpeg', width: 3000, height: 20 })
    const clear = { name: 'a', bytes: await picture(30, 20, 4).png().toBuffer() }
    expect(await makeFullView(clear, join(folder, 'f2'))).toMatchObject({ type: 'image/webp' })
    expect((await sharp(join(folder, 'f2')).metadata()).hasAlpha).toBe(true)
  })
  test('a full view wider than textures is shrunk', async () => {
    const bytes = await picture(20_000, 10).png().toBuffer()
    expect((await makeFullView({ name: 'a', bytes }, join(folder, 'f3'))).width).toBe(16_383)
  })
  test('a cut-off picture gives its own error and no file', async () => {
    const place = newFolder()
    const whole = await sharp(randomBytes(300 * 300 * 3), { raw: { width: 300, height: 300, channels: 3 } })
      .jpeg()
      .toBuffer()
    const work = makeThumbnail({ name: 'cut.jpg', bytes: whole.subarray(0, 20_000) }, join(place, 'out'))
    await expect(work).rejects.toMatchObject({ code: 'file-truncated' })
    expect(readdirSync(place)).toEqual([])
  })
  test('a folder that is gone', async () => {
    const bytes = await picture(10, 10).png().toBuffer()
    await expect(makeThumbnail({ name: 'a', bytes }, join(folder, 'no', 'out'))).rejects.toMatchObject({
      code: 'file-missing',
    })
  })
})

describe('hashing', () => {
  test('is SHA-256 of all bytes', async () => {
    const bytes = randomBytes(3_000_001)
    writeFileSync(join(folder, 'bytes'), bytes)
    expect(await hashFile(join(folder, 'bytes'))).toBe(createHash('sha256').update(bytes).digest('hex'))
  })
  test('can be cancelled, before and while it reads', async () => {
    await expect(hashFile(join(folder, 'bytes'), AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' })
    const abort = new AbortController()
    const work = hashFile(join(folder, 'bytes'), abort.signal)
    abort.abort()
    await expect(work).rejects.toMatchObject({ code: 'cancelled' })
  })
  test('of nothing', () => expect(hashFile(join(folder, 'nothing'))).rejects.toMatchObject({ code: 'file-missing' }))
})

test('never more than so many at once, in order, and a failure frees its place', async () => {
  const limit = limitConcurrency(2)
  let running = 0
  let most = 0
  const order: number[] = []
  const work = (n: number) => () => {
    order.push(n)
    most = Math.max(most, ++running)
    return new Promise<number>((resolve, reject) =>
      setTimeout(() => {
        running--
        if (n === 1) reject(new Error('one'))
        else resolve(n)
      }, 2),
    )
  }
  const results = await Promise.allSettled([0, 1, 2, 3, 4].map((n) => limit(work(n))))
  expect(most).toBe(2)
  expect(order).toEqual([0, 1, 2, 3, 4])
  expect(results.filter(({ status }) => status === 'fulfilled').length).toBe(4)
})
