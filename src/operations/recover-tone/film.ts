import { type Raster, rasterOf, toFloats } from '../../shared/image/raster.ts'
import { defineFilmWork, type Shot } from '../define.ts'
import { findFrame } from './frame.ts'
import { measureTone, type ToneMeasure } from './measure.ts'
import operation from './op.ts'
import { recover } from './recover.ts'

/** A measure as JSON keeps it: its curves as lists. */
interface KeptMeasure extends Omit<ToneMeasure, 'chroma'> {
  readonly chroma: Omit<ToneMeasure['chroma'], 'red' | 'blue'> & {
    readonly red: readonly number[]
    readonly blue: readonly number[]
  }
}

/** Tones are measured once for a shot: measured frame by frame, the smallest change would be seen as flicker. */
export const film = defineFilmWork<typeof operation.params, KeptMeasure>(operation, {
  radius: () => 0,
  cost: 0.35,
  plan: (shot) => keep(measureTone(together(shot))),
  run: async (window, params, context, plan) => {
    const image = window.at(0)
    if (!image) throw new RangeError('a window without its own frame')
    if (params.strength === 0) return { image }
    return { image: await recover(image, params, measureOf(plan), context) }
  },
})

/** Some frames of the shot below one another, without the borders of the first. */
function together({ samples }: Shot): Raster {
  const [first] = samples
  if (!first) throw new RangeError('a shot without frames')
  const { left, top, right, bottom } = findFrame(first)
  const { channels } = first
  const stride = (right - left) * channels
  const rows = bottom - top
  const all = new Float32Array(stride * rows * samples.length)
  for (const [i, sample] of samples.entries()) {
    const data = toFloats(sample)
    for (let y = 0; y < rows; y++) {
      const from = ((top + y) * sample.width + left) * channels
      all.set(data.subarray(from, from + stride), (i * rows + y) * stride)
    }
  }
  return rasterOf(right - left, rows * samples.length, channels, all)
}

const keep = ({ chroma, ...measure }: ToneMeasure): KeptMeasure => ({
  ...measure,
  chroma: { ...chroma, red: [...chroma.red], blue: [...chroma.blue] },
})

const measureOf = ({ chroma, ...measure }: KeptMeasure): ToneMeasure => ({
  ...measure,
  chroma: { ...chroma, red: Float32Array.from(chroma.red), blue: Float32Array.from(chroma.blue) },
})
