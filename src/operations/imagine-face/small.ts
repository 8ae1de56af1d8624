import { cutReflected, type Raster, rasterOf, toFloats } from '../../shared/image/raster.ts'
import { shrinkForMeasuring } from '../support/shrink.ts'

/** Side of the small picture that gradient graphs take; 16 pixels are given as blocks of two by two. */
export const GRAPH_SIDE = 32

/** The square in the middle, as it is. */
export function middleSquare(image: Raster): Raster {
  const side = Math.min(image.width, image.height)
  return cutReflected(image, (image.width - side) >> 1, (image.height - side) >> 1, side, side)
}

/**
 * A square reduced to `pixels` by means of areas: of whole pixels and of the parts that reach into others. A smaller one is
 * enlarged by repeating.
 */
export function reduced(square: Raster, pixels: number): Raster {
  const before = Math.max(pixels, 8 * pixels)
  const image = square.width > before ? shrinkForMeasuring(square, before) : square
  const { width, channels } = image
  const data = toFloats(image)
  const output = new Float32Array(pixels * pixels * channels)
  const weights = spansOf(width, pixels)
  for (let y = 0; y < pixels; y++)
    for (let x = 0; x < pixels; x++)
      for (const [row, high] of weights[y] as Span)
        for (const [column, wide] of weights[x] as Span)
          for (let c = 0; c < channels; c++) {
            const at = (y * pixels + x) * channels + c
            output[at] = (output[at] as number) + high * wide * (data[(row * width + column) * channels + c] as number)
          }
  return rasterOf(pixels, pixels, channels, output)
}

type Span = readonly (readonly [index: number, share: number])[]

/** Which of `from` samples each of `to` covers, and how much of it each is. */
function spansOf(from: number, to: number): Span[] {
  return Array.from({ length: to }, (_, k) => {
    const [start, end] = [(k * from) / to, ((k + 1) * from) / to]
    const span: [number, number][] = []
    for (let i = Math.floor(start); i < Math.min(from, Math.ceil(end)); i++) {
      const share = (Math.min(i + 1, end) - Math.max(i, start)) / (end - start)
      if (share > 1e-9) span.push([i, share])
    }
    return span
  })
}

/** As a graph takes it: three planes of 32 by 32. */
export function planesOf(small: Raster): Float32Array {
  const { width, channels } = small
  const data = toFloats(small)
  const block = GRAPH_SIDE / width
  const planes = new Float32Array(3 * GRAPH_SIDE * GRAPH_SIDE)
  for (let c = 0, at = 0; c < 3; c++)
    for (let y = 0; y < GRAPH_SIDE; y++)
      for (let x = 0; x < GRAPH_SIDE; x++, at++)
        planes[at] = data[
          (Math.floor(y / block) * width + Math.floor(x / block)) * channels + Math.min(c, channels - 1)
        ] as number
  return planes
}

/** Three planes of a square -> RGB, clipped. */
export function pictureOf(planes: Float32Array): Raster {
  const area = planes.length / 3
  const side = Math.sqrt(area)
  const data = new Float32Array(planes.length)
  for (let i = 0; i < area; i++)
    for (let c = 0; c < 3; c++) data[i * 3 + c] = Math.min(1, Math.max(0, planes[c * area + i] as number))
  return rasterOf(side, side, 3, data)
}
