/** How one direction of a picture is cut. Lengths in input pixels. */
export interface Axis {
  /** First pixel of every window; before 0 and beyond the end the picture is reflected. */
  readonly starts: readonly number[]
  /** Length of every window, context included: one size for all. */
  readonly size: number
  /** Window `i` is kept from `cuts[i]` to `cuts[i + 1]`. */
  readonly cuts: readonly number[]
}

export interface Grid {
  readonly across: Axis
  readonly down: Axis
}

export interface Cutting {
  /** What every kept pixel must see on all sides, except beyond the border. */
  readonly context: number
  /** How far the picture goes on beyond its border, by reflection. */
  readonly border: number
  /** Windows start at, and have sizes of, multiples of this. */
  readonly align: number
}

const roundUp = (value: number, multiple: number) => Math.ceil(value / multiple) * multiple
/** Least useful pixels per window, however much context is needed. */
const LEAST_CORE = 16
const MOST_WINDOWS = 4096

/**
 * `count` windows of one size over `length` pixels, spread evenly. Cuts lie `context` inside the later window, so that
 * both neighbours of a cut see all they need.
 */
export function axisOf(length: number, count: number, cutting: Cutting): Axis {
  const { align } = cutting
  const context = roundUp(cutting.context, align)
  const border = roundUp(cutting.border, align)
  const whole = roundUp(length + 2 * border, align)
  const size = Math.min(whole, roundUp((whole + 2 * context * (count - 1)) / count, align))
  if (count === 1 || size >= whole) return { starts: [-border], size: whole, cuts: [0, length] }
  const steps = (count - 1) * align
  const starts = Array.from({ length: count }, (_, i) => Math.floor((i * (whole - size)) / steps) * align - border)
  const inner = starts.slice(1).map((start) => Math.min(length, Math.max(0, start + context)))
  return { starts, size, cuts: [0, ...inner, length] }
}

/** The most windows that still keep something of their own. */
function mostWindows(length: number, { context, align }: Cutting): number {
  const least = roundUp(Math.max(LEAST_CORE, align), align)
  return context === 0 && length <= least ? 1 : Math.max(1, Math.min(MOST_WINDOWS, Math.ceil(length / least)))
}

/**
 * The grid that computes the fewest pixels, context included, with windows of at most `area` pixels. When no window is
 * small enough the smallest possible one is used.
 */
export function planGrid(width: number, height: number, cutting: Cutting, area: number): Grid {
  let best: { readonly grid: Grid; readonly work: number } | undefined
  const most = { across: mostWindows(width, cutting), down: mostWindows(height, cutting) }
  for (let columns = 1; columns <= most.across; columns++) {
    const across = axisOf(width, columns, cutting)
    const down = fewest(height, most.down, cutting, area / across.size)
    if (!down) continue
    const work = across.size * across.starts.length * down.size * down.starts.length
    if (!best || work < best.work) best = { grid: { across, down }, work }
    // From here on windows only become narrower and their context more.
    if (best && work > best.work * 4) break
  }
  return best?.grid ?? { across: axisOf(width, most.across, cutting), down: axisOf(height, most.down, cutting) }
}

/** As few windows as fit into `size` each. */
function fewest(length: number, most: number, cutting: Cutting, size: number): Axis | undefined {
  if (axisOf(length, most, cutting).size > size) return undefined
  let [low, high] = [1, most]
  while (low < high) {
    const middle = (low + high) >> 1
    if (axisOf(length, middle, cutting).size <= size) high = middle
    else low = middle + 1
  }
  return axisOf(length, low, cutting)
}
