import { expect, test } from 'vitest'
import { createRaster, type Raster } from '../../../shared/image/raster.ts'
import type { ModelSession, Tensors } from '../../define.ts'
import { apply, TEMPLATE_512 } from './align.ts'
import type { Contract } from './detectors.ts'
import { between, distance, eachPoint, type Face, type Point } from './face.ts'
import { refine } from './refine.ts'

const SIDE = 300

/** Every pixel says where it lies: red across, green down. */
function map(): Raster {
  const image = createRaster(SIDE, SIDE, 3, false)
  for (let y = 0; y < SIDE; y++)
    for (let x = 0; x < SIDE; x++) image.store.set([(x + 0.5) / SIDE, (y + 0.5) / SIDE, 0], 3 * (y * SIDE + x))
  return image
}

function faceAt(degrees: number): Face {
  const angle = (degrees * Math.PI) / 180
  const [a, b] = [0.25 * Math.cos(angle), 0.25 * Math.sin(angle)]
  const [mx, my] = apply({ a, b, dx: 0, dy: 0 }, [256, 290])
  const move = { a, b, dx: SIDE / 2 - mx, dy: SIDE / 2 - my }
  const points = eachPoint({ points: TEMPLATE_512 } as Face, (point) => apply(move, point))
  return { left: 120, top: 120, width: 60, height: 60, score: 0.9, points }
}

/** Sees the true points by reading the map, and names eyes and corners of the mouth as a viewer does. */
const reader = (truth: Face): Contract => ({
  threshold: 0.5,
  upright: 0,
  feed: (rgb, { width, height }) => ({ input: { data: rgb, dimensions: [1, 3, height, width] } }),
  read: (answer: Tensors, { width }) => {
    const data = answer.input?.data as Float32Array
    const [a, b, nose, c, d] = eachPoint(truth, (point) => placeOf(point, data, width))
    const [eyes, mouth] = [[a, b].toSorted(byX), [c, d].toSorted(byX)]
    const [left, top] = between(between(a, b), between(c, d))
    const points = [...eyes, nose, ...mouth] as unknown as Face['points']
    return [{ left: left - 30, top: top - 30, width: 60, height: 60, score: 0.9, points }]
  },
})

const byX = ([x]: Point, [u]: Point) => x - u

function placeOf([x, y]: Point, data: Float32Array, width: number): Point {
  let [best, least] = [0, Number.POSITIVE_INFINITY]
  for (let i = 0; i < data.length / 3; i++) {
    const away = Math.hypot((data[3 * i] as number) * SIDE - x, (data[3 * i + 1] as number) * SIDE - y)
    if (away < least) [best, least] = [i, away]
  }
  return [(best % width) + 0.5, Math.floor(best / width) + 0.5]
}

const session = { call: async (tensors: Tensors) => tensors } as unknown as ModelSession
const pause = async () => undefined
const apart = (a: Face, b: Face) =>
  a.points.reduce((sum, point, i) => sum + distance(point, b.points[i] as Point), 0) / 5

test.each([0, 20, 90, 180, -100])(
  'points that are a little off come to their places, in a picture turned by %i degrees',
  async (degrees) => {
    const truth = faceAt(degrees)
    let i = 0
    const off: Face = {
      ...truth,
      points: eachPoint(truth, ([x, y]) => [x + 3 * Math.sin(++i), y + 3 * Math.cos(i * 2)]),
    }
    const seen = await refine(map(), off, session, reader(truth), pause)
    expect(apart(seen, truth)).toBeLessThan(apart(off, truth) / 3)
  },
)

test('a face that is not seen again stays as it was found', async () => {
  const face = faceAt(0)
  const elsewhere = { ...face, left: 2, top: 2, width: 8, height: 8 }
  for (const found of [[], [elsewhere]])
    expect(await refine(map(), face, session, { ...reader(face), read: () => found }, pause)).toBe(face)
})
