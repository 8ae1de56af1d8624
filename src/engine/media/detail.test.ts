import sharp, { type Sharp } from 'sharp'
import { expect, test } from 'vitest'
import { mostDetailed } from './detail.ts'

/** Gray paper with a chequered square of 60 pixels. */
const withChecks = (width: number, height: number, left: number, top: number) => {
  const data = Buffer.alloc(width * height, 128)
  for (let y = top; y < top + 60; y++)
    for (let x = left; x < left + 60; x++) data[y * width + x] = ((x >> 2) + (y >> 2)) % 2 ? 255 : 0
  return sharp(data, { raw: { width, height, channels: 1 } })
}
const find = async (picture: Sharp, side: number) =>
  mostDetailed({ name: 'checks', bytes: await picture.toBuffer() }, side)

test('finds the one place with something in it', async () => {
  const { left, top, width, height } = await find(withChecks(900, 600, 700, 430).png(), 128)
  expect([width * 900, height * 600]).toEqual([128, 128])
  expect(left * 900).toBeLessThanOrEqual(702)
  expect(left * 900 + 128).toBeGreaterThanOrEqual(758)
  expect(top * 600).toBeLessThanOrEqual(432)
  expect(top * 600 + 128).toBeGreaterThanOrEqual(488)
})

test('looks at the picture upright', async () => {
  const turned = withChecks(900, 600, 0, 0).withMetadata({ orientation: 6 }).jpeg()
  const { left, top } = await find(turned, 128)
  expect(left * 600).toBeGreaterThan(600 - 140)
  expect(top).toBeLessThan(0.05)
})

test('nothing in it: the middle; smaller than wanted: all of it', async () => {
  const plain = sharp({ create: { width: 800, height: 800, channels: 3, background: 'gray' } }).png()
  const { left, top } = await find(plain, 200)
  expect([left, top].map((place) => Math.round(100 * place))).toEqual([38, 38])
  expect(await find(withChecks(100, 90, 10, 10).png(), 128)).toEqual({ left: 0, top: 0, width: 1, height: 1 })
})
