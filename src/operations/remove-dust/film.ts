import { type Raster, rasterOf, toFloats } from '../../shared/image/raster.ts'
import { defineFilmWork, type FilmWindow } from '../define.ts'
import { lumaPlane } from '../support/luma.ts'
import { fillLines, findLines, type Line, markLines } from './lines.ts'
import type { Plane } from './motion-field.ts'
import operation from './op.ts'
import { type Aligned, align, findSpecks } from './specks.ts'

export const film = defineFilmWork<typeof operation.params>(operation, {
  radius: () => 2,
  cost: 1.2,
  run: async (window, { sensitivity, lines: lineAmount, strength }, context) => {
    const image = window.at(0)
    if (!image) throw new RangeError('a window without its own frame')
    await context.pause()
    const frame = planeOf(image)
    const neighbours = neighboursOf(window)
    const aligned = neighbours?.map(({ image: other, distance }) => align(frame, planeOf(other), distance)) as
      | [Aligned, Aligned]
      | undefined
    context.progress(0.5)
    await context.pause()
    const specks = aligned && findSpecks(frame, aligned, sensitivity)
    const lines = lineAmount > 0 ? findLines(frame, lineAmount) : []
    context.progress(1)
    if (strength === 0 || (!specks && lines.length === 0)) return { image }
    const repaired = toFloats(image).slice()
    if (specks && aligned && neighbours) fillSpecks(repaired, image, specks, neighbours, aligned)
    fillLines(repaired, image.width, image.height, image.channels, lines)
    return { image: blended(image, repaired, strength), invention: maskOf(image, specks, lines) }
  },
})

const planeOf = (image: Raster): Plane => ({ data: lumaPlane(image), width: image.width, height: image.height })

interface Neighbour {
  readonly image: Raster
  readonly distance: number
}

/** The frames before and after; at the ends of a shot two on the same side, which show as well what belongs there. */
function neighboursOf(window: FilmWindow): [Neighbour, Neighbour] | undefined {
  const near = [-1, 1, -2, 2].flatMap((distance) => {
    const image = window.at(distance)
    return image ? [{ image, distance }] : []
  })
  const [first, second] = near
  return first && second ? [first, second] : undefined
}

/** What the neighbours show there, as light as the frame. */
function fillSpecks(
  output: Float32Array,
  { channels }: Raster,
  specks: Uint8Array,
  neighbours: readonly [Neighbour, Neighbour],
  [a, b]: readonly [Aligned, Aligned],
): void {
  const [first, second] = [toFloats(neighbours[0].image), toFloats(neighbours[1].image)]
  for (let i = 0; i < specks.length; i++) {
    if (specks[i] === 0) continue
    const [from, other] = [(a.source[i] as number) * channels, (b.source[i] as number) * channels]
    for (let c = 0; c < channels; c++)
      output[i * channels + c] = ((first[from + c] as number) + a.lift + (second[other + c] as number) + b.lift) / 2
  }
}

function blended(image: Raster, repaired: Float32Array, strength: number): Raster {
  if (strength < 1) {
    const before = toFloats(image)
    for (let i = 0; i < repaired.length; i++) {
      const value = before[i] as number
      repaired[i] = value + ((repaired[i] as number) - value) * strength
    }
  }
  return rasterOf(image.width, image.height, image.channels, repaired)
}

function maskOf({ width, height }: Raster, specks: Uint8Array | undefined, lines: readonly Line[]): Raster {
  const mask = specks ?? new Uint8Array(width * height)
  markLines(mask, width, height, lines)
  return rasterOf(width, height, 1, Float32Array.from(mask))
}
