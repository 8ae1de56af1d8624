import sharp from 'sharp'
import { expect, test } from 'vitest'
import { oldPhoto } from '../../../test/e2e/support/pictures.ts'
import { temporaryFolder } from '../catalog/testing.ts'
import { looksOf } from '../media/looks.ts'
import { ALIKE, distance, findAlike } from './alike.ts'

const flip = (looks: string, bits: readonly number[]) =>
  bits
    .reduce((value, bit) => value ^ (1n << BigInt(bit)), BigInt(`0x${looks}`))
    .toString(16)
    .padStart(16, '0')

test('eight bits of difference are found wherever they lie, thirty are not', () => {
  const known = Array.from({ length: 2000 }, (_, i) => ({
    id: `k${i}`,
    looks: ((BigInt(i + 1) * 0x9e3779b97f4a7c15n) & 0xffff_ffff_ffff_ffffn).toString(16).padStart(16, '0'),
  }))
  for (const bits of [
    [0, 1, 2, 3, 4, 5, 6, 7],
    [0, 8, 16, 24, 32, 40, 48, 56],
    [63, 55, 3, 12, 20, 29, 33, 41],
  ]) {
    const looks = flip(known[77]?.looks ?? '', bits)
    expect(findAlike([{ id: 'new', looks }], known)).toEqual([{ id: 'new', like: 'k77', distance: 8 }])
  }
  const far = flip(
    known[77]?.looks ?? '',
    Array.from({ length: 30 }, (_, i) => i * 2),
  )
  expect(findAlike([{ id: 'new', looks: far }], known)).toEqual([])
})

test('of two new ones the second is like the first', () => {
  const looks = '0123456789abcdef'
  expect(
    findAlike(
      [
        { id: 'a', looks },
        { id: 'b', looks },
      ],
      [],
    ),
  ).toEqual([{ id: 'b', like: 'a', distance: 0 }])
})

const drawings = [
  '<rect width="320" height="120" fill="#ddd"/><circle cx="220" cy="70" r="40" fill="#fff"/><path d="M0 240 L90 90 L160 240Z" fill="#333"/>',
  '<rect width="320" height="240" fill="#444"/><ellipse cx="160" cy="110" rx="60" ry="80" fill="#ccc"/><rect x="90" y="190" width="140" height="50" fill="#111"/>',
  '<rect width="320" height="240" fill="#999"/><rect x="20" y="40" width="60" height="200" fill="#222"/><rect x="230" y="90" width="80" height="150" fill="#eee"/>',
]

test('two scans of a print look alike, other prints do not', async () => {
  const folder = temporaryFolder()
  const { buffer } = await oldPhoto('print.jpg', { seed: 3 })
  const first = `${folder}/first.jpg`
  const again = `${folder}/again.jpg`
  await sharp(buffer).toFile(first)
  await sharp(buffer).resize(250).blur(1).linear(0.85, 18).jpeg({ quality: 60 }).toFile(again)
  const looks = await looksOf(first)
  expect(distance(looks, await looksOf(again))).toBeLessThanOrEqual(ALIKE)
  for (const [i, drawing] of drawings.entries()) {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="240">${drawing}</svg>`
    await sharp(Buffer.from(svg)).flatten().toFile(`${folder}/${i}.png`)
    expect(distance(looks, await looksOf(`${folder}/${i}.png`))).toBeGreaterThan(12)
  }
})
