import { describe, expect, test } from 'vitest'
import { codeOf } from '../../shared/errors.ts'
import { createRaster, type Raster, rasterOf, toFloats } from '../../shared/image/raster.ts'
import { runTiled } from './tiler.ts'

/** A picture in which every sample has its own value. */
function ramp(width: number, height: number, channels: 1 | 3 = 3): Raster {
  const data = Float32Array.from({ length: width * height * channels }, (_, i) => ((i * 7919) % 10007) / 10007)
  return rasterOf(width, height, channels, data)
}

/** Mean over a (2r+1)^2 window: a stand-in for a network with receptive field r. Zeros beyond its tile. */
function blur(radius: number) {
  return (tile: Raster): Raster => {
    const data = toFloats(tile)
    const output = new Float32Array(data.length)
    const { width, height, channels } = tile
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        for (let c = 0; c < channels; c++) {
          let sum = 0
          for (let j = Math.max(0, y - radius); j <= Math.min(height - 1, y + radius); j++) {
            for (let i = Math.max(0, x - radius); i <= Math.min(width - 1, x + radius); i++) {
              sum += data[(j * width + i) * channels + c] as number
            }
          }
          output[(y * width + x) * channels + c] = sum / (2 * radius + 1) ** 2
        }
      }
    }
    return rasterOf(width, height, channels, output)
  }
}

const sizes = [
  [1, 1],
  [1, 150],
  [131, 1],
  [97, 201],
  [64, 64],
  [130, 66],
] as const

const worst = (a: Raster, b: Raster) => {
  const [x, y] = [toFloats(a), toFloats(b)]
  expect(x.length).toBe(y.length)
  return x.reduce((most, value, i) => Math.max(most, Math.abs(value - (y[i] as number))), 0)
}

describe.each(sizes)('%i x %i', (width, height) => {
  test.each([1, 4])('tiles with enough context give what one tile gives, align %i', async (align) => {
    const image = ramp(width, height)
    const needs = { overlap: 3, align }
    const whole = await runTiled(image, needs, blur(3), { startTile: 4096 })
    const tiled = await runTiled(image, needs, blur(3), { startTile: 30 })
    expect(worst(whole, tiled)).toBeLessThan(1e-6)
  })

  test('an enlarging work lands in the right place', async () => {
    const image = ramp(width, height, 1)
    const double = (tile: Raster) => {
      const output = createRaster(tile.width * 2, tile.height * 2, 1, false)
      const [from, to] = [toFloats(tile), output.store]
      for (let i = 0; i < to.length; i++) {
        const [x, y] = [i % output.width, Math.floor(i / output.width)]
        to[i] = from[(y >> 1) * tile.width + (x >> 1)] as number
      }
      return output
    }
    const result = await runTiled(image, { overlap: 5, align: 1, scale: 2 }, double, { startTile: 32 })
    expect([result.width, result.height]).toEqual([width * 2, height * 2])
    const [got, source] = [toFloats(result), toFloats(image)]
    const misplaced = got.filter((value, i) => {
      const [x, y] = [i % result.width, Math.floor(i / result.width)]
      return value !== source[(y >> 1) * width + (x >> 1)]
    })
    expect(misplaced.length).toBe(0)
  })
})

test('without a border the work sees where the picture ends, tiled or whole', async () => {
  const image = ramp(131, 77)
  // The stand-in takes what lies beyond its tile as black, like a convolution with zero padding.
  const direct = blur(4)(image)
  for (const startTile of [40, 77, 4096]) {
    const tiled = await runTiled(image, { overlap: 4, align: 1, border: 0 }, blur(4), { startTile })
    expect(worst(direct, tiled)).toBeLessThan(1e-6)
  }
  const reflected = await runTiled(image, { overlap: 4, align: 1 }, blur(4), { startTile: 40 })
  expect(worst(direct, reflected)).toBeGreaterThan(0.1)
})

test('a side that is asked for bounds the tiles', async () => {
  const areas: number[] = []
  const work = (tile: Raster) => {
    areas.push(tile.width * tile.height)
    return tile
  }
  await runTiled(ramp(300, 200), { overlap: 5, align: 2, side: 100 }, work)
  expect(areas.length).toBeGreaterThan(6)
  expect(Math.max(...areas)).toBeLessThanOrEqual(100 * 100)
})

test('too little context would be noticed', async () => {
  const image = ramp(200, 100)
  const whole = await runTiled(image, { overlap: 6, align: 1 }, blur(6), { startTile: 4096 })
  const tiled = await runTiled(image, { overlap: 2, align: 1 }, blur(6), { startTile: 64 })
  expect(worst(whole, tiled)).toBeGreaterThan(1 / 255)
})

describe('C1: running out of memory', () => {
  const outOfMemory = () =>
    new Error(
      'Non-zero status code returned while running Conv node. Failed to allocate memory for requested buffer of size 9',
    )

  test.each([384, 300, 200, 100, 64])(
    'tiles that fit only up to a square of %i still give the same picture',
    async (limit) => {
      const image = ramp(500, 300)
      const shrunk: number[] = []
      const work = (tile: Raster) => {
        if (tile.width * tile.height > limit ** 2) throw outOfMemory()
        return tile
      }
      const result = await runTiled(image, { overlap: 8, align: 1 }, work, {
        startTile: 384,
        onShrink: (side) => shrunk.push(side),
      })
      expect(Buffer.from(toFloats(result).buffer).equals(Buffer.from(toFloats(image).buffer))).toBe(true)
      // Below 300 the first tiles do not fit.
      expect(shrunk.length > 0).toBe(limit < 300)
      if (limit < 300) expect(shrunk.at(-1)).toBeLessThanOrEqual(limit)
    },
  )

  test('what is finished is not done again', async () => {
    const image = ramp(200, 800, 1)
    let pixels = 0
    let failed = false
    const work = (tile: Raster) => {
      if (!failed && pixels >= 80_000) {
        failed = true
        throw outOfMemory()
      }
      pixels += tile.width * tile.height
      return tile
    }
    const result = await runTiled(image, { overlap: 0, align: 1 }, work, { startTile: 200 })
    expect(failed).toBe(true)
    expect(toFloats(result)).toEqual(toFloats(image))
    // All at most once, but for one row of the smaller tiles.
    expect(pixels).toBeLessThanOrEqual(200 * 800 + 200 * 100)
  })

  test('says so when even the smallest tile does not fit', async () => {
    const sides: number[] = []
    const work = (tile: Raster) => {
      sides.push(tile.width)
      throw outOfMemory()
    }
    const failure = await runTiled(ramp(500, 500), { overlap: 8, align: 1 }, work).catch((error: unknown) => error)
    expect(codeOf(failure)).toBe('out-of-memory')
    expect(sides.length).toBe(4)
  })

  test('other failures are not retried', async () => {
    let calls = 0
    const work = () => {
      calls++
      throw new Error('broken')
    }
    await expect(runTiled(ramp(500, 500), { overlap: 8, align: 1 }, work)).rejects.toThrow('broken')
    expect(calls).toBe(1)
  })
})

test('stops between two tiles when asked, and lets timers run meanwhile', async () => {
  const controller = new AbortController()
  let tiles = 0
  setTimeout(() => controller.abort(), 0)
  const work = (tile: Raster) => {
    tiles++
    const until = performance.now() + 2
    while (performance.now() < until);
    return tile
  }
  const failure = await runTiled(ramp(1000, 1000, 1), { overlap: 0, align: 1 }, work, {
    startTile: 64,
    signal: controller.signal,
  }).catch((error: unknown) => error)
  expect(codeOf(failure)).toBe('cancelled')
  expect(tiles).toBeLessThan(20)
})

test('progress rises to 1', async () => {
  const seen: number[] = []
  await runTiled(ramp(300, 200, 1), { overlap: 0, align: 1 }, (tile) => tile, {
    startTile: 64,
    progress: (fraction) => seen.push(fraction),
  })
  expect(seen.toSorted((a, b) => a - b)).toEqual(seen)
  expect(seen.at(-1)).toBe(1)
})

test('the work is told where its tile was cut', async () => {
  const image = ramp(100, 70, 1)
  const seen: string[] = []
  const copied = await runTiled(
    image,
    { overlap: 8, align: 4 },
    (tile, { left, top }) => {
      seen.push(`${left} ${top}`)
      const at = (x: number, y: number) => toFloats(tile)[(y - top) * tile.width + x - left]
      expect(at(left + 8, top + 8)).toBe(toFloats(image)[(top + 8) * image.width + left + 8])
      return tile
    },
    { startTile: 64 },
  )
  expect(seen[0]).toBe('-8 -8')
  expect(new Set(seen).size).toBe(seen.length)
  expect(toFloats(copied)).toEqual(toFloats(image))
})
