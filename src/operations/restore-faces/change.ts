import { LUMA, type Raster, rasterOf, toFloats } from '../../shared/image/raster.ts'
import { boxMean } from '../recover-tone/local-contrast.ts'
import { lumaPlane } from '../support/luma.ts'
import { bandsOf } from '../support/octaves.ts'

/** Changes broader than this part of the face are changes of tone, which is not this step's work: skin keeps its colour. */
const BROAD = 1 / 10
/** A slope of light by this much per pixel is an edge: there the finest detail is the network's; elsewhere the scan's grain stays. */
const EDGE = 0.04
/** Mean distance of colours from the line that a tint draws, below which a picture is gray or toned. */
const TONED = 0.012

/**
 * What is to be added to an aligned face so that it becomes the restored one, as far as this step may go: not its tone,
 * not the grain that the rest of the picture has, and of gray or toned faces only the light. Adding a change, not
 * pasting a face, leaves everything else as it is: there is no border to hide.
 * @param before the aligned face as it is @param after the restored one; both of one size
 */
export function changeOf(before: Raster, after: Raster): Raster {
  const { width, height, channels } = before
  const [from, to] = [toFloats(before), toFloats(after)]
  const keeps = channels === 3 && isToned(from) ? lightOnly : undefined
  const edges = edgesOf(lumaPlane(after), width, height)
  const planes = Array.from({ length: channels }, (_, c) => {
    const plane = new Float32Array(width * height)
    for (let i = 0; i < plane.length; i++)
      plane[i] = (to[i * channels + c] as number) - (from[i * channels + c] as number)
    return withoutGrain(withoutTone(plane, width, height), edges, width, height)
  })
  const [light] = keeps ? [keeps(planes)] : []
  const output = new Float32Array(from.length)
  for (let i = 0, at = 0; i < width * height; i++)
    for (let c = 0; c < channels; c++, at++) output[at] = (light ?? (planes[c] as Float32Array))[i] as number
  return rasterOf(width, height, channels, output)
}

const lightOnly = ([r, g, b]: readonly Float32Array[]): Float32Array =>
  (r as Float32Array).map(
    (value, i) =>
      LUMA[0] * value + LUMA[1] * ((g as Float32Array)[i] as number) + LUMA[2] * ((b as Float32Array)[i] as number),
  )

/** Three boxes are nearly a Gaussian. */
function withoutTone(plane: Float32Array, width: number, height: number): Float32Array {
  const radius = Math.max(1, Math.round((width * BROAD) / 2))
  let broad = plane
  for (let i = 0; i < 3; i++) broad = boxMean(broad, width, height, radius)
  return plane.map((value, i) => value - (broad[i] as number))
}

/** In calm places the finest octave of a change is nothing but grain that was taken away: it is left. */
function withoutGrain(plane: Float32Array, edges: Float32Array, width: number, height: number): Float32Array {
  const [finest] = bandsOf(plane, width, height)
  return plane.map((value, i) => value - (1 - (edges[i] as number)) * (finest?.[i] ?? 0))
}

/** 0 in calm places .. 1 at edges. */
function edgesOf(light: Float32Array, width: number, height: number): Float32Array {
  const soft = boxMean(light, width, height, 1)
  const edges = new Float32Array(light.length)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const at = (u: number, v: number) =>
        soft[Math.min(height - 1, Math.max(0, v)) * width + Math.min(width - 1, Math.max(0, u))] as number
      const slope = Math.hypot(at(x + 1, y) - at(x - 1, y), at(x, y + 1) - at(x, y - 1)) / 2
      edges[y * width + x] = (slope * slope) / (slope * slope + EDGE * EDGE)
    }
  return edges
}

/** Gray, sepia or blue: red and blue follow the light along a line. */
function isToned(data: Float32Array): boolean {
  const count = data.length / 3
  const light = new Float32Array(count)
  for (let i = 0; i < count; i++)
    light[i] =
      LUMA[0] * (data[3 * i] as number) + LUMA[1] * (data[3 * i + 1] as number) + LUMA[2] * (data[3 * i + 2] as number)
  return [0, 2].every((c) => strayOf(data, c, light) < TONED)
}

/** Deviation of a colour difference from its regression on the light. */
function strayOf(data: Float32Array, c: number, light: Float32Array): number {
  const count = light.length
  let [x, y, xx, xy, yy] = [0, 0, 0, 0, 0]
  for (let i = 0; i < count; i++) {
    const [u, v] = [light[i] as number, (data[3 * i + c] as number) - (light[i] as number)]
    x += u
    y += v
    xx += u * u
    xy += u * v
    yy += v * v
  }
  const [spread, joint, own] = [xx - (x * x) / count, xy - (x * y) / count, yy - (y * y) / count]
  return Math.sqrt(Math.max(0, own - (spread > 0 ? (joint * joint) / spread : 0)) / count)
}
