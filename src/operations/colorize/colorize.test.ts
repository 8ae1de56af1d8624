import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { openModelStore } from '../../engine/inference/models.ts'
import { createSessionPool } from '../../engine/inference/session-pool.ts'
import {
  colourist,
  installChromaGuesser,
  installColourist,
  installTinter,
} from '../../engine/inference/testing/colour-stand-ins.ts'
import { installStandIn } from '../../engine/inference/testing/stand-ins.ts'
import { previewPart } from '../../engine/pipeline/preview.ts'
import { testContext } from '../../engine/pipeline/test-context.ts'
import { codeOf } from '../../shared/errors.ts'
import { createRaster, type Raster, toFloats } from '../../shared/image/raster.ts'
import { allOperations } from '../index.ts'
import { labOf } from '../support/lab.ts'
import { colourFrame } from './frames.ts'
import colorize from './op.ts'
import { run } from './run.ts'

const folder = mkdtempSync(join(tmpdir(), 'daguerre-colours-'))
installColourist(folder)
// Answers that lie between two bytes for every light, so that no rounding decides what a cast to bytes makes of them.
const lines = [
  { at0: 30.125, at1: 30.125 + 0.75 * 255 },
  { at0: 20.125, at1: 20.125 + 0.75 * 255 },
  { at0: 40.25, at1: 40.25 + 0.5 * 255 },
] as const
installTinter(folder, 'deoldify', lines)
installChromaGuesser(folder, 'ddcolor', { at0: 30, at1: -20 }, { at0: -25, at1: 45 })
const models = openModelStore([folder])
const sessions = createSessionPool(models, { device: 'cpu', threads: 1 })
afterAll(async () => {
  await sessions.release()
  rmSync(folder, { recursive: true })
})

const colour = async (image: Raster, params: Record<string, unknown> = {}) =>
  (await run(image, colorize.params.parse({ mark: false, renderFactor: 8, ...params }), testContext({ sessions })))
    .image

const drawn = (width: number, height: number, at: (x: number, y: number) => readonly number[]): Raster => {
  const channels = at(0, 0).length as 1 | 3
  const image = createRaster(width, height, channels, false)
  for (let i = 0; i < width * height; i++) image.store.set(at(i % width, Math.floor(i / width)), i * channels)
  return image
}
const waves = (x: number, y: number) => 0.5 + 0.35 * Math.sin(x / 17) * Math.cos(y / 13) + 0.1 * Math.sin(x + 3 * y)
const gray = drawn(200, 140, (x, y) => [waves(x, y)])
const labs = (image: Raster) => {
  const data = toFloats(image)
  return Array.from({ length: image.width * image.height }, (_, i) =>
    image.channels === 1
      ? labOf(data[i] as number, data[i] as number, data[i] as number)
      : labOf(data[3 * i] as number, data[3 * i + 1] as number, data[3 * i + 2] as number),
  )
}
const hue = (a: number, b: number) => (Math.atan2(b, a) * 180) / Math.PI
const hueApart = (a: number, b: number) => Math.abs(((a - b + 540) % 360) - 180)
const meanChroma = (image: Raster) => labs(image).reduce((sum, [, a, b]) => sum + Math.hypot(a, b), 0)

describe('lightness', () => {
  const sepia = drawn(200, 140, (x, y) => [waves(x, y) ** 0.8, waves(x, y), waves(x, y) ** 1.3])
  test.each([
    ['gray', gray],
    ['sepia', sepia],
  ])('of %s stays within 1/255, at any vividness', async (_, image) => {
    const before = labs(image)
    for (const vividness of [0.5, 1, 2]) {
      const after = labs(await colour(image, { vividness }))
      const worst = Math.max(...after.map(([l], i) => Math.abs(l - (before[i]?.[0] ?? 0))))
      expect(worst).toBeLessThan(100 / 255)
      expect(Math.max(...after.map(([, a, b]) => Math.hypot(a, b)))).toBeGreaterThan(10)
    }
  })

  test('of a toned print is its true light: not its red, not its blue', async () => {
    // Gray of the same lightness, found by halving.
    const grayOf = (wanted: number) => {
      let [low, high] = [0, 1]
      for (let i = 0; i < 30; i++) {
        const middle = (low + high) / 2
        if (labOf(middle, middle, middle)[0] < wanted) low = middle
        else high = middle
      }
      return low
    }
    const lightness = labs(sepia)
    const same = drawn(200, 140, (x, y) => [grayOf(lightness[y * 200 + x]?.[0] ?? 0)])
    const [toned, plain] = [toFloats(await colour(sepia)), toFloats(await colour(same))]
    expect(Math.max(...toned.map((value, i) => Math.abs(value - (plain[i] as number))))).toBeLessThan(2 / 255)
  })
})

describe('hints', () => {
  // A dress with folds before a darker wall and a lighter floor.
  const inDress = (x: number, y: number) => x > 60 && x < 140 && y > 20 && y < 110
  const scene = drawn(200, 140, (x, y) => {
    if (inDress(x, y)) return [0.62 + 0.05 * Math.sin(x / 6) + 0.01 * Math.sin(9 * x + 5 * y)]
    return [y > 110 ? 0.85 : 0.3 + 0.02 * Math.sin(7 * x)]
  })
  const meanHue = (image: Raster, inside: (x: number, y: number) => boolean) => {
    let [a, b] = [0, 0]
    labs(image).forEach((lab, i) => {
      if (!inside(i % 200, Math.floor(i / 200))) return
      a += lab[1]
      b += lab[2]
    })
    return hue(a, b)
  }

  test.each(['#d2648c', '#3c8c50', '#4664be'])('%s holds for the dress, and for nothing else', async (known) => {
    const n = Number.parseInt(known.slice(1), 16)
    const [, a, b] = labOf((n >> 16) / 255, ((n >> 8) & 255) / 255, (n & 255) / 255)
    const without = await colour(scene)
    const hints = [{ point: [0.55, 0.6], colour: known }]
    for (const model of ['auto', 'ddcolor', 'deoldify']) {
      const plain = model === 'auto' ? without : await colour(scene, { model })
      const image = await colour(scene, { model, hints })
      expect(hueApart(meanHue(image, inDress), hue(a, b)), model).toBeLessThan(8)
      const elsewhere = (x: number, y: number) => x < 50 || x > 150 || y > 116
      expect(hueApart(meanHue(image, elsewhere), meanHue(plain, elsewhere)), model).toBeLessThan(4)
    }
  })

  test('two of them share a place between them', async () => {
    const even = drawn(200, 140, () => [0.5])
    const hints = [
      { point: [0.1, 0.5], colour: '#c83232' },
      { point: [0.9, 0.5], colour: '#3246c8' },
    ]
    const image = await colour(even, { hints })
    const left = meanHue(image, (x) => x < 60)
    const right = meanHue(image, (x) => x > 140)
    expect(hueApart(left, 35)).toBeLessThan(15)
    expect(hueApart(right, 300)).toBeLessThan(15)
  })

  test('a gray one takes colour away', async () => {
    const image = await colour(scene, { hints: [{ point: [0.5, 0.5], colour: '#808080' }] })
    const chroma = labs(image)
      .filter((_, i) => inDress(i % 200, Math.floor(i / 200)))
      .map(([, a, b]) => Math.hypot(a, b))
    expect(chroma.reduce((sum, value) => sum + value, 0) / chroma.length).toBeLessThan(3)
  })
})

test('colours end where things end, at full size', async () => {
  const image = drawn(900, 300, (x) => [x < 451 ? 0.25 : 0.75])
  const after = labs(await colour(image, { renderFactor: 8 }))
  const row = after.slice(150 * 900, 151 * 900)
  const [dark, light] = [row[100], row[800]]
  for (const x of [446, 448, 450]) expect(Math.abs((row[x]?.[2] ?? 0) - (dark?.[2] ?? 0))).toBeLessThan(2)
  for (const x of [451, 453, 455]) expect(Math.abs((row[x]?.[2] ?? 0) - (light?.[2] ?? 0))).toBeLessThan(2)
  expect(Math.abs((dark?.[2] ?? 0) - (light?.[2] ?? 0))).toBeGreaterThan(12)
})

test('a colour photo keeps its colours unless told otherwise', async () => {
  const photo = drawn(200, 140, (x, y) => [waves(x, y), waves(y, x) * 0.8, 0.9 - 0.7 * waves(x + 40, y)])
  const kept = await colour(photo)
  const change = (image: Raster) =>
    toFloats(image).reduce((sum, value, i) => sum + Math.abs(value - (toFloats(photo)[i] as number)), 0) /
    (3 * 200 * 140)
  expect(change(kept)).toBeLessThan(0.02)
  expect(change(await colour(photo, { keepColours: false }))).toBeGreaterThan(0.08)
})

test('vividness goes from none to much', async () => {
  const amounts: number[] = []
  for (const vividness of [0, 0.4, 1, 1.6, 2]) amounts.push(meanChroma(await colour(gray, { vividness })))
  expect(amounts[0]).toBeLessThan(100)
  expect(amounts).toEqual(amounts.toSorted((a, b) => a - b))
})

test('variants differ from each other, and each is the same every time', async () => {
  const of = async (variant: number) => toFloats(await colour(gray, { variant }))
  const [first, second, again, plain] = [await of(1), await of(2), await of(1), await of(0)]
  const apart = (a: Float32Array, b: Float32Array) =>
    a.reduce((most, v, i) => Math.max(most, Math.abs(v - (b[i] ?? 0))), 0)
  expect(again).toEqual(first)
  expect(apart(first, second)).toBeGreaterThan(0.03)
  expect(apart(first, plain)).toBeGreaterThan(0.03)
})

test('what is painted stays as it is', async () => {
  const strokes = [{ mode: 'add', radius: 0.1, points: [[0.5, 0.5]] }]
  const data = toFloats(await colour(gray, { strokes }))
  const at = 70 * 200 + 100
  expect([...data.subarray(3 * at, 3 * at + 3)]).toEqual(Array(3).fill((gray.store as Float32Array)[at]))
})

test('the mark is in its corner, and can be left out', async () => {
  const image = drawn(400, 300, () => [0.5])
  const [marked, plain] = [toFloats(await colour(image, { mark: true })), toFloats(await colour(image))]
  const changed = [...marked.keys()].filter((i) => marked[i] !== plain[i]).map((i) => Math.floor(i / 3))
  expect(changed.length).toBeGreaterThan(100)
  for (const pixel of changed) {
    expect(pixel % 400).toBeLessThan(60)
    expect(Math.floor(pixel / 400)).toBeGreaterThan(270)
  }
})

test('a part is made as in the whole', async () => {
  const params = { mark: false, renderFactor: 8, hints: [{ point: [0.3, 0.4], colour: '#c86478', radius: 0.02 }] }
  const recipe = {
    version: 1 as const,
    name: '',
    steps: [{ operation: 'colorize', version: 1, enabled: true, params, models: [] }],
  }
  const context = {
    models,
    sessions,
    device: 'cpu',
    threads: 1,
    cancelled: () => false,
    operations: allOperations,
  } as const
  const { image, box } = await previewPart(gray, recipe, { left: 0.25, top: 0.25, width: 0.5, height: 0.5 }, context)
  const whole = toFloats(await colour(gray, params))
  const part = toFloats(image)
  let worst = 0
  for (let i = 0; i < part.length; i++) {
    const [x, y] = [Math.floor(i / 3) % box.width, Math.floor(i / 3 / box.width)]
    const own = whole[((y + box.top) * 200 + x + box.left) * 3 + (i % 3)] as number
    worst = Math.max(worst, Math.abs((part[i] as number) - own))
  }
  expect(worst).toBeLessThan(1 / 255)
})

test('a film is coloured frame by frame, each going on from the one before', async () => {
  const params = colorize.params.parse({ mark: false, renderFactor: 8 })
  const first = await colourFrame(gray, {}, params, testContext({ sessions }))
  expect(toFloats(first.image)).toEqual(toFloats(await colour(gray)))
  const second = await colourFrame(
    gray,
    { before: first.state },
    { ...params, vividness: 2 },
    testContext({ sessions }),
  )
  // The wish of a new frame shows little by little.
  const [a, b, c] = [
    meanChroma(first.image),
    meanChroma(second.image),
    meanChroma(await colour(gray, { vividness: 2 })),
  ]
  expect(b).toBeGreaterThan(a)
  expect(b - a).toBeLessThan((c - a) / 4)
})

describe('networks of others', () => {
  // As large as the square they are squeezed to, so that nothing is resampled and every byte can be foretold.
  const bytes = Uint8Array.from({ length: 128 * 128 }, (_, i) => (i * 7 + (i >> 7) * 3) & 255)
  const square = drawn(128, 128, (x, y) => [(bytes[y * 128 + x] as number) / 255])

  test('DeOldify: Y of the scan, U and V of the network', async () => {
    const data = toFloats(await colour(square, { model: 'deoldify' }))
    const round14 = (value: number) => Math.floor(value / 2 ** 14 + 0.5)
    let compared = 0
    for (const [i, y] of bytes.entries()) {
      const [r = 0, g = 0, b = 0] = lines.map(({ at0, at1 }) => Math.floor(at0 + ((at1 - at0) * y) / 255))
      const luma = round14(r * 4899 + g * 9617 + b * 1868)
      const [u, v] = [round14((b - luma) * 8061), round14((r - luma) * 14369)]
      const expected = [y + round14(v * 18678), y + round14(u * -6472 + v * -9519), y + round14(u * 33292)]
      if (expected.some((value) => value < 0 || value > 255)) continue
      compared++
      expect([...data.subarray(3 * i, 3 * i + 3)].map((value) => Math.round(value * 255))).toEqual(expected)
    }
    expect(compared).toBeGreaterThan(12_000)
  })

  test('DDColor: L of the scan, a and b of the network', async () => {
    const data = toFloats(await colour(square, { model: 'ddcolor' }))
    let compared = 0
    for (const [i, y] of bytes.entries()) {
      const value = y / 255
      const expected = rgbOfLab(labOf(value, value, value)[0], 30 - 50 * value, -25 + 70 * value)
      if (expected.some((each) => each < 0 || each > 1)) continue
      compared++
      const found = [...data.subarray(3 * i, 3 * i + 3)].map((each) => Math.round(each * 255))
      expect(found).toEqual(expected.map((each) => Math.round(each * 255)))
    }
    expect(compared).toBeGreaterThan(8000)
  })

  test('a network that gives no colours is refused in one sentence', async () => {
    const classes = { name: 'output', channels: 144, range: [0, 1] as [number, number], colour: 'lab' as const }
    installStandIn(folder, 'odd', colourist(), { task: 'colorize', multiple: 32, output: classes })
    const failure = await colour(gray, { model: 'odd' }).catch((error: unknown) => error)
    expect(codeOf(failure)).toBe('model-broken')
    expect(String(failure)).toContain('does not return colours')
  })
})

/** CIELAB (D65) to encoded sRGB by the published constants. */
function rgbOfLab(l: number, a: number, b: number): number[] {
  const fy = (l + 16) / 116
  const inverse = (t: number) => (t ** 3 > 216 / 24389 ? t ** 3 : (116 * t - 16) / (24389 / 27))
  const [x, y, z] = [inverse(fy + a / 500) * 0.95047, inverse(fy), inverse(fy - b / 200) * 1.08883]
  const linear = [
    3.2404542 * x - 1.5371385 * y - 0.4985314 * z,
    -0.969266 * x + 1.8760108 * y + 0.041556 * z,
    0.0556434 * x - 0.2040259 * y + 1.0572252 * z,
  ]
  return linear.map((value) => (value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055))
}
