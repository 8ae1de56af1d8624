import { type Level, PATCH } from './level.ts'

/** Steps down the slope at most, each time a patch is looked at. */
const STEPS = 8
/** A step shorter than this, in pixels, changes nothing. */
const ARRIVED = 0.02
/** A patch with less structure than this (squared differences of neighbours, summed) cannot be followed. */
const FLAT = 1e-4
const PIXELS = PATCH * PATCH

/** Follows patches of one level of a frame into another frame. */
export class PatchFollower {
  readonly #from: Level
  readonly #to: Level
  readonly #values = new Float32Array(PIXELS)
  readonly #acrosses = new Float32Array(PIXELS)
  readonly #downs = new Float32Array(PIXELS)
  #across = 0
  #down = 0
  /** Inverse of the 2 x 2 matrix of structure. */
  #xx = 0
  #xy = 0
  #yy = 0
  #x = 0
  #y = 0
  /** What `miss` leaves for `follow`: differences against the slopes. */
  #slopeX = 0
  #slopeY = 0

  constructor(from: Level, to: Level) {
    this.#from = from
    this.#to = to
  }

  /** Takes up the patch whose first pixel is (x, y). */
  take(x: number, y: number): void {
    const { data, stride, origin } = this.#from
    this.#x = x
    this.#y = y
    let [sx, sy, sxx, sxy, syy] = [0, 0, 0, 0, 0]
    for (let v = 0, i = 0; v < PATCH; v++) {
      let at = origin + (y + v) * stride + x
      for (let u = 0; u < PATCH; u++, i++, at++) {
        const gx = ((data[at + 1] as number) - (data[at - 1] as number)) / 2
        const gy = ((data[at + stride] as number) - (data[at - stride] as number)) / 2
        this.#values[i] = data[at] as number
        this.#acrosses[i] = gx
        this.#downs[i] = gy
        sx += gx
        sy += gy
        sxx += gx * gx
        sxy += gx * gy
        syy += gy * gy
      }
    }
    this.#across = sx / PIXELS
    this.#down = sy / PIXELS
    const xx = sxx - (sx * sx) / PIXELS
    const xy = sxy - (sx * sy) / PIXELS
    const yy = syy - (sy * sy) / PIXELS
    const determinant = xx * yy - xy * xy
    const flat = determinant < FLAT * FLAT
    this.#xx = flat ? 0 : yy / determinant
    this.#xy = flat ? 0 : -xy / determinant
    this.#yy = flat ? 0 : xx / determinant
  }

  /** Squared difference of the patch to what lies `dx`, `dy` further in the other frame, mean brightness taken out. */
  miss(dx: number, dy: number): number {
    const { data, stride, origin, width, height } = this.#to
    const x = Math.min(width, Math.max(-PATCH, this.#x + dx))
    const y = Math.min(height, Math.max(-PATCH, this.#y + dy))
    const [left, top] = [Math.floor(x), Math.floor(y)]
    const [fx, fy] = [x - left, y - top]
    const [a, b, c, d] = [(1 - fx) * (1 - fy), fx * (1 - fy), (1 - fx) * fy, fx * fy]
    const [values, acrosses, downs] = [this.#values, this.#acrosses, this.#downs]
    let [sum, square, slopeX, slopeY] = [0, 0, 0, 0]
    for (let v = 0, i = 0; v < PATCH; v++) {
      let at = origin + (top + v) * stride + left
      for (let u = 0; u < PATCH; u++, i++, at++) {
        const gap =
          a * (data[at] as number) +
          b * (data[at + 1] as number) +
          c * (data[at + stride] as number) +
          d * (data[at + stride + 1] as number) -
          (values[i] as number)
        sum += gap
        square += gap * gap
        slopeX += gap * (acrosses[i] as number)
        slopeY += gap * (downs[i] as number)
      }
    }
    this.#slopeX = slopeX - sum * this.#across
    this.#slopeY = slopeY - sum * this.#down
    return square - (sum * sum) / PIXELS
  }

  /**
   * Walks down the slope of `miss` from a guess (inverse search: the patch's own slopes serve for every step).
   * @returns where it arrived; the guess itself where the patch is flat or the walk leads away by more than a patch
   */
  follow(guessX: number, guessY: number): [dx: number, dy: number, miss: number] {
    let best: [number, number, number] = [guessX, guessY, this.miss(guessX, guessY)]
    const first = best
    for (let step = 0; step < STEPS; step++) {
      const moveX = this.#xx * this.#slopeX + this.#xy * this.#slopeY
      const moveY = this.#xy * this.#slopeX + this.#yy * this.#slopeY
      const [dx, dy] = [best[0] - moveX, best[1] - moveY]
      const miss = this.miss(dx, dy)
      if (miss >= best[2]) break
      best = [dx, dy, miss]
      if (Math.hypot(moveX, moveY) < ARRIVED) break
    }
    return Math.hypot(best[0] - guessX, best[1] - guessY) > PATCH ? first : best
  }
}
