import { describe, expect, test } from 'vitest'
import { geodesic } from './geodesic.ts'
import { normalLatent, type Slope, search } from './search.ts'
import { lengthsOf, rateAt, sphericalAdam } from './spherical-adam.ts'

const shape = { layers: 5, width: 12 }

describe('the geodesic term', () => {
  test('is what its definition says, layer by layer', () => {
    const latent = normalLatent(shape, 4)
    const row = (i: number) => Array.from(latent.subarray(i * 12, i * 12 + 12))
    let sum = 0
    for (let i = 0; i < 5; i++)
      for (let j = 0; j < 5; j++) {
        const [a, b] = [row(i), row(j)]
        const apart = Math.hypot(...a.map((value, k) => value - (b[k] as number)))
        const joint = Math.hypot(...a.map((value, k) => value + (b[k] as number)))
        sum += (2 * Math.atan2(apart, joint)) ** 2
      }
    expect(geodesic(latent, shape).value).toBeCloseTo((sum / 25) * (12 / 8), 4)
  })

  test('has the gradient that differences give', () => {
    const latent = normalLatent(shape, 9)
    const { gradient } = geodesic(latent, shape)
    for (const k of [0, 7, 13, 30, 59]) {
      const at = (by: number) => {
        const moved = latent.slice()
        moved[k] = (moved[k] as number) + by
        return geodesic(moved, shape).value
      }
      expect(gradient[k]).toBeCloseTo((at(0.01) - at(-0.01)) / 0.02, 3)
    }
  })

  test('leaves rows of noise alone', () => {
    const latent = normalLatent(shape, 3)
    const { value, gradient } = geodesic(latent, { ...shape, noise: 2 })
    const alone = geodesic(latent.slice(0, 36), { layers: 3, width: 12 })
    expect(value).toBe(alone.value)
    expect([...gradient]).toEqual([...alone.gradient, ...new Float32Array(24)])
  })

  test('is nothing, and a number, where all layers agree', () => {
    const latent = new Float32Array(60).map((_, k) => ((k % 12) + 1) / 5)
    const { value, gradient } = geodesic(latent, shape)
    expect(value).toBeLessThan(1e-6)
    expect(gradient.every(Number.isFinite)).toBe(true)
  })
})

describe('Adam on spheres', () => {
  test('keeps the length of every layer and goes downhill', () => {
    const latent = normalLatent(shape, 1)
    const before = lengthsOf(latent, shape)
    const target = normalLatent(shape, 2)
    const error = () => latent.reduce((sum, value, k) => sum + (value - (target[k] as number)) ** 2, 0)
    const [start, take] = [error(), sphericalAdam(latent, shape)]
    for (let i = 0; i < 60; i++)
      take(
        latent.map((value, k) => 2 * (value - (target[k] as number))),
        0.1,
      )
    lengthsOf(latent, shape).forEach((length, i) => {
      expect(length).toBeCloseTo(before[i] as number, 4)
    })
    expect(error()).toBeLessThan(start / 4)
  })

  test('goes at the published pace', () => {
    expect([0, 45, 90, 100].map((step) => rateAt(step, 100, 0.4))).toEqual([
      expect.closeTo(0.04, 6),
      expect.closeTo(0.4, 6),
      expect.closeTo(0.04, 6),
      expect.closeTo(0.0004, 6),
    ])
  })
})

describe('the search', () => {
  /** A generator that is the latent itself: its error is the distance to a hidden one on the same spheres. */
  const hidden = normalLatent(shape, 77)
  const picture = new Float32Array(3)
  const slopeAt = async (latent: Float32Array): Promise<Slope> => ({
    error: latent.reduce((sum, value, k) => sum + (value - (hidden[k] as number)) ** 2, 0) / latent.length,
    gradient: latent.map((value, k) => (2 * (value - (hidden[k] as number))) / latent.length),
    picture,
  })
  const wishes = { shape, steps: 100, rate: 0.4, enough: 2e-3, seed: 3 }

  test('comes much closer than it began, and says whether it is close enough', async () => {
    const began = (await search(slopeAt, { ...wishes, steps: 0 })).error
    const found = await search(slopeAt, wishes)
    expect(found.error).toBeLessThan(began / 5)
    expect(found.passes).toBe(found.error <= 2e-3)
    expect((await search(slopeAt, { ...wishes, enough: began })).passes).toBe(true)
  })

  test('gives back the best that was met, not the last', async () => {
    let calls = 0
    const erratic = async (latent: Float32Array): Promise<Slope> => {
      const { gradient } = await slopeAt(latent)
      return { error: ++calls === 20 ? 0.01 : 1, gradient, picture }
    }
    expect(await search(erratic, wishes)).toMatchObject({ error: 0.01, step: 19, passes: false })
  })

  test('one seed gives one face, another seed another', async () => {
    const [a, b, c] = await Promise.all([3, 3, 4].map((seed) => search(slopeAt, { ...wishes, seed, steps: 10 })))
    expect(a?.latent).toEqual(b?.latent)
    expect(a?.latent).not.toEqual(c?.latent)
  })

  test('begins with all layers at one place, and with noise at places of its own', async () => {
    const { latent } = await search(slopeAt, { ...wishes, shape: { ...shape, noise: 2 }, steps: 0 })
    const row = (i: number) => latent.slice(i * 12, i * 12 + 12)
    expect([row(1), row(2)]).toEqual([row(0), row(0)])
    expect(row(3)).not.toEqual(row(0))
    expect(row(4)).not.toEqual(row(3))
  })

  test('stops when it is told to', async () => {
    const stop = async (step: number) => {
      if (step === 4) throw new Error('stopped')
    }
    await expect(search(slopeAt, { ...wishes, onStep: stop })).rejects.toThrow('stopped')
  })
})
