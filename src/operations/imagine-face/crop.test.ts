import { describe, expect, test } from 'vitest'
import { alignmentOf, TEMPLATE_512 } from '../support/faces/align.ts'
import type { Face, Point } from '../support/faces/face.ts'
import { cropFor } from './run.ts'

/** A face whose points lie as in the template, enlarged, turned and moved. */
function face(size: number, turn: number, [dx, dy]: Point): Face {
  const [cosine, sine] = [size * Math.cos(turn), size * Math.sin(turn)]
  const points = TEMPLATE_512.map(([x, y]): Point => [cosine * x - sine * y + dx, sine * x + cosine * y + dy])
  const box = { left: dx, top: dy, width: 512 * size, height: 512 * size }
  return { ...box, score: 1, points: points as unknown as Face['points'] }
}
const through = ({ a, b, dx, dy }: ReturnType<typeof cropFor>, [x, y]: Point): Point => [
  a * x - b * y + dx,
  b * x + a * y + dy,
]

describe('the crop a face is taken with', () => {
  test.each([
    [1, 0],
    [0.2, 0.6],
    [3, -2],
  ])('is our own for our generator: the template less its margins, at size %f turned by %f', (size, turn) => {
    const one = face(size, turn, [40, 90])
    const crop = cropFor(one, 'auto')
    TEMPLATE_512.forEach(([x, y], k) => {
      const [across, down] = through(crop, one.points[k] as Point)
      expect(across).toBeCloseTo(((x / 2 - 28) * 128) / 200, 3)
      expect(down).toBeCloseTo(((y / 2 - 36) * 128) / 200, 3)
    })
  })

  test("is FFHQ's for the generators of others: more of the head is seen", () => {
    const one = face(1, 0.3, [0, 0])
    const [ours, theirs] = [cropFor(one, 'auto'), cropFor(one, 'stylegan')]
    const between = (crop: ReturnType<typeof cropFor>) => {
      const [left, right] = [through(crop, one.points[0] as Point), through(crop, one.points[1] as Point)]
      return Math.hypot(right[0] - left[0], right[1] - left[1])
    }
    expect(between(theirs)).toBeLessThan(between(ours))
    expect(alignmentOf(one, 256)).not.toEqual(theirs)
  })
})
