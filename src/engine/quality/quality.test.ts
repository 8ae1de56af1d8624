import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createRaster, type Raster } from '../../shared/image/raster.ts'
import { openPicture } from '../media/open.ts'
import { deltaE2000 } from './delta-e.ts'
import { fitAggd, gamma } from './niqe/aggd.ts'
import { inverseForm } from './niqe/matrix.ts'
import { niqe, type Pristine } from './niqe/niqe.ts'
import pristine from './niqe/pristine.json' with { type: 'json' }
import { ciede2000, psnrY, ssimY } from './reference.ts'

function picture(width: number, height: number, at: (x: number, y: number, c: number) => number): Raster {
  const image = createRaster(width, height, 3, false)
  for (let i = 0; i < image.store.length; i++) {
    const pixel = Math.floor(i / 3)
    image.store[i] = at(pixel % width, Math.floor(pixel / width), i % 3)
  }
  return image
}
const scene = picture(64, 48, (x, y, c) => 0.5 + 0.3 * Math.sin(x / 4 + c) * Math.cos(y / 5))
const changed = (by: number) => ({ ...scene, store: scene.store.map((v, i) => v + (i % 2 ? by : -by)) as Float32Array })

describe('against a reference', () => {
  test('the same picture is perfect', () => {
    expect(psnrY(scene, scene)).toBe(100)
    expect(ssimY(scene, scene)).toBeCloseTo(1, 9)
    expect(ciede2000(scene, scene)).toBe(0)
  })

  test('PSNR of a known error', () => {
    const lighter = { ...scene, store: scene.store.map((v) => v + 0.02) as Float32Array }
    // All channels 0.02 lighter: Y differs by 0.02 * 219.
    expect(psnrY(scene, lighter)).toBeCloseTo(20 * Math.log10(255 / (0.02 * 219)), 4)
  })

  test('more error, worse figures', () => {
    expect(psnrY(scene, changed(0.1))).toBeLessThan(psnrY(scene, changed(0.02)))
    expect(ssimY(scene, changed(0.1))).toBeLessThan(ssimY(scene, changed(0.02)))
    expect(ciede2000(scene, changed(0.1))).toBeGreaterThan(ciede2000(scene, changed(0.02)))
  })

  // Pairs of the test data that Sharma, Wu and Dalal published with the formula.
  test.each([
    [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
    [[50, -1.3802, -84.2814], [50, 0, -82.7485], 1.0],
    [[50, 2.5, 0], [50, 0, -2.5], 4.3065],
    [[50, 2.5, 0], [73, 25, -18], 27.1492],
    [[60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644],
    [[2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514], 0.9082],
  ] as const)('CIEDE2000 of %j and %j', (a, b, expected) => {
    expect(deltaE2000(a, b)).toBeCloseTo(expected, 4)
    expect(deltaE2000(b, a)).toBeCloseTo(expected, 4)
  })
})

describe('NIQE', () => {
  test('the gamma function', () => {
    expect(gamma(5)).toBeCloseTo(24, 9)
    expect(gamma(0.5)).toBeCloseTo(Math.sqrt(Math.PI), 12)
    expect(gamma(0.1)).toBeCloseTo(9.513507698668732, 9)
  })

  test('finds the shape of a normal and of a Laplacian distribution', () => {
    const quantiles = Float64Array.from({ length: 20_000 }, (_, i) => (i + 0.5) / 20_000)
    const laplacian = quantiles.map((p) => (p < 0.5 ? Math.log(2 * p) : -Math.log(2 - 2 * p)))
    expect(fitAggd(laplacian).alpha).toBeCloseTo(1, 1)
    const uniform = quantiles.map((p) => p - 0.5)
    expect(fitAggd(uniform).alpha).toBeGreaterThan(9)
  })

  test('the pseudo-inverse leaves out what has no weight', () => {
    expect(
      inverseForm(
        [
          [4, 0],
          [0, 0],
        ],
        [2, 5],
      ),
    ).toBeCloseTo(1, 9)
    expect(
      inverseForm(
        [
          [2, 1],
          [1, 2],
        ],
        [1, 0],
      ),
    ).toBeCloseTo(2 / 3, 9)
  })

  test('small pictures cannot be judged', () => {
    expect(niqe(scene, pristine)).toBeUndefined()
  })

  const shared = join(import.meta.dirname, '../../../../shared')
  const baboon = join(shared, 'data/eval/set14/img_001_SRF_4_HR.png')
  test('agrees with the published value for baboon under the official model', async (context) => {
    if (!existsSync(baboon)) return context.skip('skipped: no shared data')
    const official = JSON.parse(readFileSync(join(shared, 'reference-models/niqe-pristine.json'), 'utf8')) as Pristine
    expect(niqe((await openPicture(baboon)).raster, official)).toBeCloseTo(5.7296, 3)
  })

  test('with our own model noise and blocks are worse than the picture they spoil', async (context) => {
    const photo = join(shared, 'data/eval/cid22-val')
    if (!existsSync(photo)) return context.skip('skipped: no shared data')
    const { raster } = await openPicture(join(shared, 'data/eval/set14/img_007_SRF_4_HR.png'))
    const noisy = {
      ...raster,
      store: raster.store.map((v, i) => v + (((i * 7919) % 101) / 101 - 0.5) * 0.3) as Float32Array,
    }
    expect(niqe(noisy, pristine)).toBeGreaterThan(niqe(raster, pristine) as number)
  })
})
