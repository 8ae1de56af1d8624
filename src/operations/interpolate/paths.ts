import type { Raster } from '../../shared/image/raster.ts'
import { type Aim, evenShare } from './between.ts'
import { chosen } from './choose.ts'
import { enlarged, type Flow, motionBetween } from './flow.ts'
import { type Level, levelsOf } from './level.ts'

/** Both motions between two frames. */
export interface Motion {
  readonly forth: Flow
  readonly back: Flow
}

/** What is known of a frame that is looked at more than once: levels, and motion to the frame that comes next. */
const levels = new WeakMap<Raster, readonly Level[]>()
const motions = new WeakMap<Raster, { readonly to: Raster; readonly motion: Motion }>()

export function levelsKept(image: Raster): readonly Level[] {
  const known = levels.get(image) ?? levelsOf(image)
  levels.set(image, known)
  return known
}

/** Motion between two frames, as far as it was searched for. Neighbouring pairs ask for the same. */
export async function motionOf(a: Raster, b: Raster, pause: () => Promise<void>, finest?: number): Promise<Motion> {
  const known = motions.get(a)
  if (known?.to === b && finest === undefined) return known.motion
  const [from, to] = [levelsKept(a), levelsKept(b)]
  const forth = motionBetween(from, to, finest)
  await pause()
  const motion = { forth, back: motionBetween(to, from, finest) }
  if (finest === undefined) motions.set(a, { to: b, motion })
  return motion
}

export const atSize = ({ forth, back }: Motion, width: number, height: number): Motion => ({
  forth: enlarged(forth, width, height),
  back: enlarged(back, width, height),
})

/**
 * Straight and even: motion seen from the moment between is put together of both motions (H. Jiang and others, _Super
 * SloMo_, 2018).
 * @param motion at the size of the frames
 */
export function straight({ forth, back }: Motion, part: number): Aim {
  const { width, height } = forth
  const [p, q, r] = [-(1 - part) * part, part * part, (1 - part) * (1 - part)]
  return (y, row) => {
    for (let x = 0, i = y * width; x < width; x++, i++) {
      const [fx, fy] = [forth.dx[i] as number, forth.dy[i] as number]
      const [gx, gy] = [back.dx[i] as number, back.dy[i] as number]
      row.ax[x] = x + p * fx + q * gx
      row.ay[x] = y + p * fy + q * gy
      row.bx[x] = x + r * fx + p * gx
      row.by[x] = y + r * fy + p * gy
      row.share[x] = evenShare(row, x, width, height, part)
    }
  }
}

/** Straight and even, along motion that was chosen pixel by pixel; see `choose.ts`. */
export function choosy(a: Raster, b: Raster, motion: Motion, part: number): Aim {
  const { width, height } = a
  const level = (image: Raster) => levelsKept(image).find((each) => each.width === motion.forth.width) as Level
  const towards = chosen(motion, level(a), level(b), part)
  const [first, second] = [enlarged(towards.first, width, height), enlarged(towards.second, width, height)]
  return (y, row) => {
    for (let x = 0, i = y * width; x < width; x++, i++) {
      row.ax[x] = x + (first.dx[i] as number)
      row.ay[x] = y + (first.dy[i] as number)
      row.bx[x] = x + (second.dx[i] as number)
      row.by[x] = y + (second.dy[i] as number)
      row.share[x] = evenShare(row, x, width, height, part)
    }
  }
}

/** Accelerations that differ by more than this, in pixels, and this part of themselves, are no acceleration. */
const UNSURE = { pixels: 0.5, part: 0.3 } as const

/**
 * Bent by an acceleration that the frames around tell (X. Xu and others, _Quadratic Video Interpolation_, 2019): it
 * counts as far as both frames find the same. Where one of the neighbours is missing the path is straight.
 * @param plain the straight path
 * @param before and after: motions around, at the size of the frames, as the one between
 */
export function curved(plain: Aim, before: Motion, { forth, back }: Motion, after: Motion, part: number): Aim {
  const { width, height } = forth
  const bend = (part * (1 - part)) / 2
  const [before0, after1] = [before.back, after.forth]
  return (y, row) => {
    plain(y, row)
    for (let x = 0, i = y * width; x < width; x++, i++) {
      // How much faster it got in the time of a frame, told by the first and by the second.
      const [ax, ay] = [
        (forth.dx[i] as number) + (before0.dx[i] as number),
        (forth.dy[i] as number) + (before0.dy[i] as number),
      ]
      const [bx, by] = [
        (back.dx[i] as number) + (after1.dx[i] as number),
        (back.dy[i] as number) + (after1.dy[i] as number),
      ]
      const [cx, cy] = [(ax + bx) / 2, (ay + by) / 2]
      const most = UNSURE.pixels + UNSURE.part * Math.hypot(cx, cy)
      const gap = Math.hypot(ax - bx, ay - by) / most
      const shift = bend / (1 + gap * gap * gap * gap)
      // Both ends lie on the path; between them an accelerated thing lags behind the straight one.
      row.ax[x] = (row.ax[x] as number) + shift * cx
      row.ay[x] = (row.ay[x] as number) + shift * cy
      row.bx[x] = (row.bx[x] as number) + shift * cx
      row.by[x] = (row.by[x] as number) + shift * cy
      row.share[x] = evenShare(row, x, width, height, part)
    }
  }
}
