import { estimateHeight, justifyRows, type PictureRow, type RowNeeds, shownAspect } from './justified-rows.ts'

/** Pictures asked for at once; the gallery is laid out in blocks of this many. */
export const blockSize = 200

export interface Shape {
  readonly width: number
  readonly height: number
  readonly date: string | null
}

export type LaidRow =
  | ({ readonly kind: 'pictures'; readonly top: number } & PictureRow)
  | { readonly kind: 'heading'; readonly top: number; readonly height: number; readonly year: string }

/** A block of the gallery; `rows` is undefined while its pictures are unknown and its height a guess. */
export interface Block {
  readonly index: number
  readonly top: number
  readonly height: number
  readonly rows: readonly LaidRow[] | undefined
}

export interface Needs extends Omit<RowNeeds, 'goesOn'> {
  /** Headings by year; only sensible when ordered by date. */
  readonly byYear: boolean
}

export const headingHeight = 48

/** `1935-06`, `1935~` -> `1935`; `193X` -> `193X`; undated -> ``. */
export const yearOf = (date: string | null): string => /^-?\d{2,4}X{0,2}/.exec(date ?? '')?.[0] ?? ''

/**
 * Rows of one block. Rows are filled to its end, so that the next block starts at the left edge.
 * @param yearBefore year of the last picture of the block before; undefined for the first block
 */
export function layOutBlock(
  shapes: readonly Shape[],
  needs: Needs,
  isLast: boolean,
  yearBefore: string | undefined,
): { rows: LaidRow[]; height: number } {
  const rows: LaidRow[] = []
  let top = 0
  let year = yearBefore
  const found = groups(shapes, needs.byYear)
  for (const group of found) {
    if (needs.byYear && group.year !== year) {
      rows.push({ kind: 'heading', top, height: headingHeight, year: group.year })
      top += headingHeight
    }
    year = group.year
    const goesOn = !isLast && group === found.at(-1)
    for (const row of justifyRows(group.aspects, { ...needs, goesOn })) {
      rows.push({ kind: 'pictures', top, ...row, first: group.first + row.first })
      top += row.height + needs.gap
    }
  }
  return { rows, height: top }
}

function groups(shapes: readonly Shape[], byYear: boolean) {
  const found: { year: string; first: number; aspects: number[] }[] = []
  shapes.forEach((shape, index) => {
    const year = byYear ? yearOf(shape.date) : ''
    const last = found.at(-1)
    const aspect = shownAspect(shape.width, shape.height)
    if (last && last.year === year) last.aspects.push(aspect)
    else found.push({ year, first: index, aspects: [aspect] })
  })
  return found
}

/** Puts blocks below each other: known ones as they are, the others by a guess. */
export function stackBlocks(
  total: number,
  known: ReadonlyMap<number, { rows: readonly LaidRow[]; height: number }>,
  aspect: number,
  needs: Needs,
): Block[] {
  const blocks: Block[] = []
  let top = 0
  for (let index = 0; index * blockSize < total; index++) {
    const count = Math.min(blockSize, total - index * blockSize)
    const laid = known.get(index)
    const height = laid?.height ?? estimateHeight(count, aspect, { ...needs, goesOn: true })
    blocks.push({ index, top, height, rows: laid?.rows })
    top += height
  }
  return blocks
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
