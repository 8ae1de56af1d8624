import { describe, expect, test } from 'vitest'
import { createRaster } from '../../../shared/image/raster.ts'
import { alignmentOf, apply, enlargement, ffhqCrop, inverse, TEMPLATE_512 } from './align.ts'
import { eachPoint, type Face, overlap, type Point, suppress } from './face.ts'
import { turnBack, turnQuarters } from './find.ts'
import { addChange, changeFor } from './paste.ts'
import { asideOf, qualityOf } from './quality.ts'
import { cutAligned } from './warp.ts'

/** The template, turned, shrunk and moved. */
function faceAt(scale: number, degrees: number, dx: number, dy: number): Face {
  const angle = (degrees * Math.PI) / 180
  const move = { a: scale * Math.cos(angle), b: scale * Math.sin(angle), dx, dy }
  const points = eachPoint({ points: TEMPLATE_512 } as Face, (point) => apply(move, point))
  return { left: 0, top: 0, width: 10, height: 10, score: 0.9, points }
}

describe('alignment', () => {
  test.each([
    [0.3, 0],
    [0.11, 25],
    [1.7, -140],
    [0.5, 90],
  ])('brings points at %f and %f degrees to the template', (scale, degrees) => {
    const face = faceAt(scale, degrees, 40, 70)
    const square = alignmentOf(face, 512)
    face.points.forEach((point, i) => {
      const [x, y] = apply(square, point)
      expect(x).toBeCloseTo(TEMPLATE_512[i]?.[0] as number, 5)
      expect(y).toBeCloseTo(TEMPLATE_512[i]?.[1] as number, 5)
    })
    expect(enlargement(square)).toBeCloseTo(1 / scale, 5)
  })

  test('one point that is far off has no say', () => {
    const face = faceAt(0.3, 10, 40, 70)
    const wrong: Face = { ...face, points: [face.points[0], face.points[1], [200, 5], face.points[3], face.points[4]] }
    const [good, bad] = [alignmentOf(face, 256), alignmentOf(wrong, 256)]
    expect(bad.a).toBeCloseTo(good.a, 5)
    expect(bad.dx).toBeCloseTo(good.dx, 4)
  })

  test('points that all lie in one place give numbers', () => {
    const points = eachPoint(faceAt(1, 0, 0, 0), () => [5, 5] as Point)
    expect(Number.isFinite(alignmentOf({ ...faceAt(1, 0, 0, 0), points }, 256).dx)).toBe(true)
  })

  test('the inverse brings back', () => {
    const square = alignmentOf(faceAt(0.4, 33, 12, 7), 256)
    const [x, y] = apply(inverse(square), apply(square, [3, 4]))
    expect([x, y]).toEqual([expect.closeTo(3, 6), expect.closeTo(4, 6)])
  })

  test('the FFHQ crop is upright and holds the face in its middle', () => {
    const face = faceAt(0.2, 30, 100, 50)
    const square = ffhqCrop(face, 1024)
    const [left, right] = [apply(square, face.points[0]), apply(square, face.points[1])]
    // As in FFHQ pictures: eyes level, a quarter of the width apart, a little above the middle.
    expect(Math.abs(left[1] - right[1])).toBeLessThan(10)
    expect((right[0] - left[0]) / 1024).toBeCloseTo(0.25, 1)
    expect((left[1] + right[1]) / 2 / 1024).toBeGreaterThan(0.44)
    expect((left[1] + right[1]) / 2 / 1024).toBeLessThan(0.5)
  })
})

test('of faces that overlap the surest stays', () => {
  const box = (left: number, score: number): Face => ({ ...faceAt(1, 0, 0, 0), left, score })
  const kept = suppress([box(0, 0.5), box(2, 0.9), box(30, 0.4)])
  expect(kept.map(({ score }) => score)).toEqual([0.9, 0.4])
  expect(overlap(box(0, 1), box(5, 1))).toBeCloseTo(1 / 3, 6)
})

test.each([1, 2, 3])('a face found after %i quarter turns is told where it lies', (quarters) => {
  const image = createRaster(7, 5, 3, false)
  // One pixel at 2, 3 stands for a point of the face.
  for (let c = 0; c < 3; c++) image.store[(3 * 7 + 2) * 3 + c] = 1
  const turned = turnQuarters(image, quarters)
  const at = (turned.store as Float32Array).indexOf(1) / 3
  const [x, y] = [(at % turned.width) + 0.5, Math.floor(at / turned.width) + 0.5]
  const face: Face = {
    left: x - 0.5,
    top: y - 0.5,
    width: 1,
    height: 1,
    score: 1,
    points: eachPoint(faceAt(1, 0, 0, 0), () => [x, y] as Point),
  }
  expect(turnBack(face, quarters, turned)).toMatchObject({
    left: 2,
    top: 3,
    width: 1,
    height: 1,
    points: { 0: [2.5, 3.5] },
  })
})

describe('quality', () => {
  const turnedAside = (share: number): Face => {
    const face = faceAt(0.3, 0, 0, 0)
    const [nose] = [face.points[2]]
    return {
      ...face,
      points: [face.points[0], face.points[1], [nose[0] + share * 19, nose[1]], face.points[3], face.points[4]],
    }
  }

  test('a face that looks into the camera is told from one that looks aside', () => {
    expect(asideOf(faceAt(0.3, 20, 5, 5))).toBeLessThan(0.1)
    expect(asideOf(turnedAside(1))).toBeGreaterThan(0.9)
    expect(asideOf(turnedAside(-0.5))).toBeCloseTo(0.5, 1)
  })

  test('what is small, doubtful or in profile is left alone', () => {
    const image = createRaster(160, 160, 1, false)
    expect(qualityOf(image, faceAt(0.3, 0, 0, 0)).limit).toBeNull()
    expect(qualityOf(image, faceAt(0.05, 0, 60, 60)).limit).toBe('small')
    expect(qualityOf(image, turnedAside(1)).limit).toBe('turned')
    expect(qualityOf(image, { ...faceAt(0.3, 0, 0, 0), score: 0.3 }).limit).toBe('doubtful')
    expect(qualityOf(image, faceAt(0.3, 30, 60, 0)).lean).toBeCloseTo(30, 0)
  })

  test('blur makes a face less sharp', () => {
    const [sharp, soft] = [createRaster(160, 160, 1, false), createRaster(160, 160, 1, false)]
    for (let i = 0; i < sharp.store.length; i++) {
      const [x, y] = [i % 160, Math.floor(i / 160)]
      sharp.store[i] = 0.5 + 0.2 * Math.sin(x * 1.6) * Math.sin(y * 1.7)
      soft.store[i] = 0.5 + 0.2 * Math.sin(x * 0.25) * Math.sin(y * 0.2)
    }
    const face = faceAt(0.3, 0, 0, 0)
    expect(qualityOf(sharp, face).sharpness).toBeGreaterThan(qualityOf(soft, face).sharpness + 0.3)
    expect(qualityOf(soft, face).sharpness).toBeLessThan(0.2)
  })
})

describe('cutting and adding back', () => {
  const slope = (side: number) => {
    const image = createRaster(side, side, 3, false)
    for (let i = 0; i < image.store.length; i++) image.store[i] = 0.2 + 0.6 * ((Math.floor(i / 3) % side) / side)
    return image
  }

  test.each([
    [0.3, 12],
    [2.2, -35],
  ])('an aligned square shows what lies there (%f, %f degrees)', (scale, degrees) => {
    const image = slope(512)
    const square = alignmentOf(faceAt(scale * 0.2, degrees, 180, 150), 128)
    const cut = cutAligned(image, square, 128)
    const [x] = apply(inverse(square), [64.5, 64.5])
    expect(cut.store[(64 * 128 + 64) * 3]).toBeCloseTo(0.2 + 0.6 * ((x - 0.5) / 512), 3)
  })

  test('beyond the border there is gray, or the picture goes on', () => {
    const image = slope(64)
    const square = { a: 1, b: 0, dx: 100, dy: 100 }
    expect(cutAligned(image, square, 128).store[0]).toBeCloseTo(132 / 255, 5)
    expect(cutAligned(image, square, 128, true).store[0]).not.toBeCloseTo(132 / 255, 3)
  })

  test('a change comes back to its place, weighed, whatever the bands are', () => {
    const square = alignmentOf(faceAt(0.15, 20, 30, 20), 128)
    const change = createRaster(128, 128, 1, false)
    change.store.fill(0.1)
    const weight = new Float32Array(128 * 128).fill(0.5)
    const ready = changeFor(change, weight, square)
    const whole = new Float32Array(120 * 120).fill(0.3)
    addChange({ data: whole, top: 0, count: 120, width: 120 }, ready)
    const bands = new Float32Array(120 * 120).fill(0.3)
    for (let top = 0; top < 120; top += 30)
      addChange({ data: bands.subarray(top * 120, (top + 30) * 120), top, count: 30, width: 120 }, ready)
    expect(bands).toEqual(whole)
    const [x, y] = apply(inverse(square), [64, 64]).map(Math.floor) as [number, number]
    expect(whole[y * 120 + x]).toBeCloseTo(0.35, 5)
    expect(whole[119 * 120 + 119]).toBe(Math.fround(0.3))
  })
})
