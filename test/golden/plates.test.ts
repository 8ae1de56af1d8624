import { expect, test } from 'vitest'
import { createRaster } from '../../src/shared/image/raster.ts'
import { alignPlates } from '../bench/yardsticks/plates.ts'

/** Lines of several slopes and spots on a ground: something to align by, other in every filter. */
function light(x: number, y: number, filter: number): number {
  const lines = [0.7, -0.4, 1.9].some((slope, i) => Math.abs(y - slope * x - 40 * i + 10) < 2)
  const spot = Math.hypot(x - 130, y - 90) < 22 || Math.hypot(x - 60, y - 140) < 14
  return lines ? 0.9 - 0.2 * filter : spot ? 0.2 + 0.25 * filter : 0.5 + 0.04 * Math.sin((x + filter * 9) / 23)
}

test.each([
  [0, 0, 0, 0],
  [5, -9, -3, 7],
  [-6, 12, 4, -10],
])('plates that lie off by (%i, %i) and (%i, %i) are brought together', (rx, ry, bx, by) => {
  const [width, height] = [200, 190]
  const scan = createRaster(width, 3 * height, 1, false)
  for (let i = 0; i < scan.store.length; i++) {
    const [x, row] = [i % width, Math.floor(i / width)]
    const plate = Math.floor(row / height)
    const y = row - plate * height
    const [dx, dy] = plate === 2 ? [rx, ry] : plate === 0 ? [bx, by] : [0, 0]
    scan.store[i] = light(x - dx, y - dy, plate)
  }
  const { image, red, blue } = alignPlates(scan)
  expect([red.x, red.y, blue.x, blue.y]).toEqual([rx, ry, bx, by])
  expect(image.channels).toBe(3)
})
