/** One row of a justified gallery: the items `first` to `first + widths.length - 1`, all `height` px high. */
export interface PictureRow {
  readonly first: number
  readonly height: number
  readonly widths: readonly number[]
}

export interface RowNeeds {
  /** Of the whole row, px. */
  readonly width: number
  /** The height rows should come near to, px. */
  readonly target: number
  readonly gap: number
  /** Whether more pictures follow: if so the last row is filled like any other. */
  readonly goesOn: boolean
}

/** Beyond these a picture is shown cropped: a panorama would take a whole row, a bookmark a sliver. */
const narrowest = 0.5
const widest = 3
const tallestRow = 1.5

export const shownAspect = (width: number, height: number): number =>
  width > 0 && height > 0 ? Math.min(widest, Math.max(narrowest, width / height)) : 1

/**
 * Breaks pictures into full rows, as a paragraph is broken into lines: of all ways the one whose row heights stray
 * least from the target (a greedy filling leaves one bad row at the end).
 * @param aspects width / height of each picture, as given by `shownAspect`
 */
export function justifyRows(aspects: readonly number[], needs: RowNeeds): PictureRow[] {
  const breaks = bestBreaks(aspects, needs)
  return breaks.map((first, index) => {
    const end = breaks[index + 1] ?? aspects.length
    const isLast = end === aspects.length
    return makeRow(aspects.slice(first, end), first, needs, isLast && !needs.goesOn)
  })
}

function makeRow(aspects: readonly number[], first: number, needs: RowNeeds, mayBeShort: boolean): PictureRow {
  const full = heightOf(sum(aspects), aspects.length, needs)
  const height = Math.min(full, mayBeShort ? needs.target : needs.target * tallestRow)
  return { first, height, widths: aspects.map((aspect) => aspect * height) }
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
const heightOf = (aspects: number, count: number, { width, gap }: RowNeeds) =>
  Math.max(1, (width - gap * (count - 1)) / aspects)

/** Index of the first picture of every row: shortest path over all possible rows. */
function bestBreaks(aspects: readonly number[], needs: RowNeeds): number[] {
  const cost = new Float64Array(aspects.length + 1).fill(Number.POSITIVE_INFINITY)
  const before = new Int32Array(aspects.length + 1)
  cost[0] = 0
  for (let end = 1; end <= aspects.length; end++) {
    let width = 0
    for (let first = end - 1; first >= 0; first--) {
      width += aspects[first] ?? 1
      const height = heightOf(width, end - first, needs)
      const mayBeShort = end === aspects.length && !needs.goesOn && height > needs.target
      const total = (cost[first] ?? 0) + (mayBeShort ? 0 : strain(height / needs.target))
      if (total < (cost[end] ?? 0)) {
        cost[end] = total
        before[end] = first
      }
      if (height < needs.target / 3) break
    }
  }
  const breaks: number[] = []
  for (let end = aspects.length; end > 0; end = before[end] ?? 0) breaks.unshift(before[end] ?? 0)
  return breaks
}

/** How bad a row `ratio` times as high as wanted is; too high is as bad as too low by the same factor. */
const strain = (ratio: number) => Math.log(ratio) ** 2

/** Height that `count` pictures not yet known will take, px. */
export function estimateHeight(count: number, aspect: number, { width, target, gap }: RowNeeds): number {
  const perRow = Math.max(1, (width + gap) / (target * aspect + gap))
  return Math.ceil(count / perRow) * (target + gap)
}
