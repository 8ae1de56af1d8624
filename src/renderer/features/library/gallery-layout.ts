import { type Grouping, groupOf, type TimeGroup } from '../../../shared/dates/time-key.ts'
import { estimateHeight, justifyRows, type PictureRow, type RowNeeds, shownAspect } from './justified-rows.ts'

/** Pictures asked for at once; the gallery is laid out in blocks of this many. */
export const blockSize = 200

export interface Shape {
  readonly width: number
  readonly height: number
  readonly timeKey: string
}

export type LaidRow =
  | ({ readonly kind: 'pictures'; readonly top: number } & PictureRow)
  | { readonly kind: 'heading'; readonly top: number; readonly height: number; readonly group: string }

/** A block of the gallery; `rows` is undefined while its pictures are unknown and its height a guess. */
export interface Block {
  readonly index: number
  readonly top: number
  readonly height: number
  readonly rows: readonly LaidRow[] | undefined
}

export interface Needs extends Omit<RowNeeds, 'goesOn'> {
  /** Headings where the time changes; only when ordered by date. */
  readonly by: Grouping | undefined
}

export const headingHeight = 48

/**
 * Rows of one block. Rows are filled to its end, so that the next block starts at the left edge.
 * @param before group of the last picture of the block before; undefined for the first block
 */
export function layOutBlock(
  shapes: readonly Shape[],
  needs: Needs,
  isLast: boolean,
  before: string | undefined,
): { rows: LaidRow[]; height: number } {
  const rows: LaidRow[] = []
  let top = 0
  let last = before
  const found = runs(shapes, needs.by)
  for (const run of found) {
    if (needs.by && run.group !== last) {
      rows.push({ kind: 'heading', top, height: headingHeight, group: run.group })
      top += headingHeight
    }
    last = run.group
    const goesOn = !isLast && run === found.at(-1)
    for (const row of justifyRows(run.aspects, { ...needs, goesOn })) {
      rows.push({ kind: 'pictures', top, ...row, first: run.first + row.first })
      top += row.height + needs.gap
    }
  }
  return { rows, height: top }
}

function runs(shapes: readonly Shape[], by: Grouping | undefined) {
  const found: { group: string; first: number; aspects: number[] }[] = []
  shapes.forEach((shape, index) => {
    const group = by ? groupOf(shape.timeKey, by) : ''
    const last = found.at(-1)
    const aspect = shownAspect(shape.width, shape.height)
    if (last && last.group === group) last.aspects.push(aspect)
    else found.push({ group, first: index, aspects: [aspect] })
  })
  return found
}

/**
 * Puts blocks below each other: known ones as they are, the others by a guess, from the groups they hold.
 * @param groups of the whole gallery, in order; empty where it has none
 */
export function stackBlocks(
  total: number,
  known: ReadonlyMap<number, { rows: readonly LaidRow[]; height: number }>,
  aspect: number,
  needs: Needs,
  groups: readonly TimeGroup[] = [],
): Block[] {
  const blocks: Block[] = []
  const guess = guesser(groups, aspect, needs)
  let top = 0
  for (let index = 0; index * blockSize < total; index++) {
    const count = Math.min(blockSize, total - index * blockSize)
    const laid = known.get(index)
    const guessed = guess(index * blockSize, count)
    const height = laid?.height ?? guessed
    blocks.push({ index, top, height, rows: laid?.rows })
    top += height
  }
  return blocks
}

/** Height of the next pictures; asked from the beginning to the end, so that it walks over the groups once. */
function guesser(groups: readonly TimeGroup[], aspect: number, needs: Needs) {
  let [at, start] = [0, 0]
  return (from: number, count: number): number => {
    if (!needs.by || groups.length === 0) return estimateHeight(count, aspect, { ...needs, goesOn: true })
    let height = 0
    for (let first = from; first < from + count; ) {
      const end = start + (groups[at]?.count ?? Number.POSITIVE_INFINITY)
      const some = Math.min(end, from + count) - first
      height += (first === start ? headingHeight : 0) + estimateHeight(some, aspect, { ...needs, goesOn: true })
      first += some
      if (first === end) [at, start] = [at + 1, end]
    }
    return height
  }
}

/** Where a picture is, in px of the whole gallery. */
export interface Place {
  readonly top: number
  readonly height: number
  readonly left: number
  readonly width: number
  readonly row: number
}

export function placeOf(blocks: readonly Block[], index: number, gap: number): Place | undefined {
  const block = blocks[Math.floor(index / blockSize)]
  const inside = index % blockSize
  const row = block?.rows?.findIndex(
    (each) => each.kind === 'pictures' && inside >= each.first && inside < each.first + each.widths.length,
  )
  const found = row === undefined ? undefined : block?.rows?.[row]
  if (!block || row === undefined || found?.kind !== 'pictures') return undefined
  const before = found.widths.slice(0, inside - found.first)
  return {
    top: block.top + found.top,
    height: found.height,
    left: before.reduce((left, width) => left + width + gap, 0),
    width: found.widths[inside - found.first] ?? 0,
    row,
  }
}

/** Number of the first picture of the row at height `top`; about, where the block is not known. */
export function firstInSight(blocks: readonly Block[], top: number): number {
  const block = blocks.findLast((each) => each.top <= top) ?? blocks[0]
  if (!block) return 0
  const inside = top - block.top
  if (!block.rows) return block.index * blockSize + Math.floor((inside / Math.max(1, block.height)) * blockSize)
  const row = block.rows.find((each) => each.kind === 'pictures' && each.top + each.height > inside)
  return block.index * blockSize + (row?.kind === 'pictures' ? row.first : blockSize - 1)
}

/**
 * The picture one row up or down that is nearest to the middle of picture `index`. Where the rows there are not known
 * yet, the one that would be there if rows were as full as this one.
 */
export function verticalNeighbour(
  blocks: readonly Block[],
  index: number,
  step: -1 | 1,
  gap: number,
  total: number,
): number {
  const here = placeOf(blocks, index, gap)
  if (!here) return index
  const middle = here.left + here.width / 2
  const next = adjacentRow(blocks, Math.floor(index / blockSize), here.row, step)
  if (!next) return Math.min(total - 1, Math.max(0, index + step * 5))
  let left = 0
  let best = next.first
  let nearest = Number.POSITIVE_INFINITY
  next.widths.forEach((width, offset) => {
    const distance = Math.abs(left + width / 2 - middle)
    if (distance < nearest) {
      nearest = distance
      best = next.first + offset
    }
    left += width + gap
  })
  return best
}

/** The next row with pictures, its `first` counted over the whole gallery. */
function adjacentRow(blocks: readonly Block[], block: number, row: number, step: -1 | 1) {
  let at = block
  let rows = blocks[at]?.rows
  let cursor = row + step
  while (rows) {
    const found = rows[cursor]
    if (found?.kind === 'pictures') return { first: at * blockSize + found.first, widths: found.widths }
    if (found) {
      cursor += step
      continue
    }
    at += step
    rows = blocks[at]?.rows
    cursor = step === 1 ? 0 : (rows?.length ?? 0) - 1
  }
  return undefined
}
