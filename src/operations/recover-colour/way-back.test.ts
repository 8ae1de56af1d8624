import { describe, expect, test } from 'vitest'
import { densityOf, sampleOf } from './density.ts'
import { bringBack, endsOf, fresh, shareOut, type WayBack, wayBackOf } from './way-back.ts'

const plain = wayBackOf(Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0))

/** Colours in steps of eleven levels: every mixture of them. */
const mixtures = Float32Array.from({ length: 3 * 23 ** 3 }, (_, i) => {
  const [mixture, channel] = [Math.floor(i / 3), i % 3]
  return (11 * (Math.floor(mixture / 23 ** channel) % 23) + 6) / 255
})

function brought(data: Float32Array, way: WayBack, strength = 1): Float32Array {
  const output = new Float32Array(data.length)
  bringBack(output, data, way, endsOf(way, data), strength)
  return output
}
const furthest = (a: Float32Array, b: Float32Array) =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] as number))), 0)

test('nothing to undo leaves every tone, black and white within a hundredth of a level of 255', () => {
  const all = Float32Array.from({ length: 3 * 4096 }, (_, i) => Math.floor(i / 3) / 4095)
  const after = brought(all, plain)
  // Black is as dark as the tables go: a tenth of a level.
  expect(furthest(after.subarray(30), all.subarray(30))).toBeLessThan(0.01 / 255)
  expect(furthest(after, all)).toBeLessThan(0.4 / 255)
})

describe('dyes that have lost a part each, on stained paper', () => {
  // Absorption of impure dyes; what is left of them; the density of the stain.
  const [absorbs, left, stain] = [
    [
      [1, 0.12, 0.02],
      [0.22, 1, 0.1],
      [0.1, 0.2, 1],
    ],
    [0.55, 0.85, 0.7],
    [0.02, 0.05, 0.12],
  ] as const
  // A L A^-1, by solving for the unmixed dyes row by row: the test's own arithmetic.
  const determinant = (m: readonly (readonly number[])[]): number => {
    const [[a, b, c], [d, e, f], [g, h, i]] = m as number[][] as [number[], number[], number[]]
    return (
      (a as number) * ((e as number) * (i as number) - (f as number) * (h as number)) -
      (b as number) * ((d as number) * (i as number) - (f as number) * (g as number)) +
      (c as number) * ((d as number) * (h as number) - (e as number) * (g as number))
    )
  }
  const dyesOf = (matrix: readonly (readonly number[])[], density: readonly number[]) =>
    [0, 1, 2].map(
      (column) =>
        determinant(matrix.map((row, r) => row.map((v, c) => (c === column ? (density[r] as number) : v)))) /
        determinant(matrix),
    )
  const fade = (density: readonly number[]) => {
    const dyes = dyesOf(absorbs, density).map((dye, i) => dye * (left[i] as number))
    return absorbs.map((row, r) => row.reduce<number>((sum, v, c) => sum + v * (dyes[c] as number), stain[r] as number))
  }
  /** The matrix that undoes it: columns are what unit densities beyond the stain come from. */
  const unfade = (density: readonly number[]) => {
    const dyes = dyesOf(
      absorbs,
      density.map((v, i) => v - (stain[i] as number)),
    ).map((dye, i) => dye / (left[i] as number))
    return absorbs.map((row) => row.reduce<number>((sum, v, c) => sum + v * (dyes[c] as number), 0))
  }
  const offsets = unfade([0, 0, 0])
  const columns = [0, 1, 2].map((c) => unfade([0, 1, 2].map((k) => (k === c ? 1 : 0))))
  const matrix = [0, 1, 2].flatMap((r) => [0, 1, 2].map((c) => (columns[c]?.[r] as number) - (offsets[r] as number)))
  const way = wayBackOf(Float32Array.of(...matrix, ...offsets, 0, 0, 0))

  // Nothing purer than the dyes, or darker than they print.
  const photo = mixtures.map((value) => 0.3 + 0.5 * value)
  const old = new Float32Array(photo.length)
  for (let i = 0; i < photo.length; i += 3) {
    const density = fade([0, 1, 2].map((c) => densityOf(photo[i + c] as number)))
    for (let c = 0; c < 3; c++) old[i + c] = sampleOf(density[c] as number)
  }

  test('are undone to a level of 255', () => {
    expect(furthest(old, photo)).toBeGreaterThan(0.2)
    expect(furthest(brought(old, way), photo)).toBeLessThan(1 / 255)
  })

  test('half of it lies between', () => {
    const [none, half, all] = [0, 0.5, 1].map((strength) => brought(old, way, strength)) as [
      Float32Array,
      Float32Array,
      Float32Array,
    ]
    expect(furthest(none, old)).toBeLessThan(0.01 / 255)
    half.forEach((value, i) => {
      expect(value).toBeGreaterThan(Math.min(none[i] as number, all[i] as number) - 1e-4)
      expect(value).toBeLessThan(Math.max(none[i] as number, all[i] as number) + 1e-4)
    })
  })
})

describe('never clips', () => {
  const tones = Float32Array.from({ length: 256 * 3 }, (_, i) => Math.floor(i / 3) / 255)
  test.each([
    ['far too light', [1.6, 0, 0, 0, 1.6, 0, 0, 0, 1.6, -0.3, -0.3, -0.3, 0, 0, 0]],
    ['far too dark', [2.5, 0, 0, 0, 2.5, 0, 0, 0, 2.5, 0.2, 0.2, 0.2, 0.4, 0.4, 0.4]],
    ['bent', [1.2, 0.1, -0.1, 0, 1, 0, -0.2, 0, 1.4, -0.1, 0, -0.2, -0.4, 0, 0.4]],
  ])('%s: lighter stays lighter in every channel, within 0..1', (_, numbers) => {
    const after = brought(tones, wayBackOf(Float32Array.from(numbers)))
    for (let i = 0; i < after.length; i++) {
      expect(after[i] as number).toBeGreaterThanOrEqual(0)
      expect(after[i] as number).toBeLessThanOrEqual(1)
      // From the darkest density that files tell from black.
      if (i >= 3 * 4) expect(after[i] as number).toBeGreaterThan(after[i - 3] as number)
    }
  })

  test('sharing out goes on smoothly where it begins, and moves nothing when there is room', () => {
    const ends = { lightest: -0.3, darkest: 5, room: 3 }
    for (const edge of [0.12, 2.2]) {
      const [before, after] = [shareOut(edge - 1e-4, ends), shareOut(edge + 1e-4, ends)]
      expect(after - before).toBeCloseTo(2e-4, 6)
    }
    for (const density of [0, 0.05, 1, 2.9])
      expect(shareOut(density, { lightest: 0, darkest: 3, room: 3 })).toBe(density)
  })

  test('a bend moves neither white nor the density 2', () => {
    const way = wayBackOf(Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0.4, 0.4, 0.4))
    expect(fresh(way, 0, 0, 0, 0)).toBe(0)
    expect(fresh(way, 1, 0, 2, 0)).toBe(2)
    expect(fresh(way, 2, 0, 0, 1)).toBeCloseTo(1.2, 6)
  })
})
