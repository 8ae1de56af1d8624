/** What the engine says of a pyramid: level 0 is one tile, the last level has every pixel. */
export interface Pyramid {
  readonly width: number
  readonly height: number
  readonly tile: number
  readonly levels: number
}

export interface Edges {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** A tile and where it lies, as fractions of the picture. */
export interface PlacedTile extends Edges {
  readonly level: number
  readonly column: number
  readonly row: number
}

/** Beyond this many something is wrong with the arithmetic; memory is more precious than the last tile. */
const MOST = 200

/** The level that has a pixel for every pixel of the screen, or the finest. @param scale screen pixels per pixel */
export function levelFor({ levels }: Pyramid, scale: number): number {
  const coarser = Math.floor(Math.log2(1 / Math.max(scale, 1e-6)) + 1e-9)
  return Math.min(levels - 1, Math.max(0, levels - 1 - coarser))
}

/**
 * The tiles that are needed for what is seen: as many as the screen holds, however large the picture is.
 * @param seen fractions of the picture
 * @param scale screen pixels per pixel of the finest level
 */
export function tilesFor(pyramid: Pyramid, seen: Edges, scale: number): PlacedTile[] {
  const level = levelFor(pyramid, scale)
  const shrink = 2 ** (pyramid.levels - 1 - level)
  const [width, height] = [Math.ceil(pyramid.width / shrink), Math.ceil(pyramid.height / shrink)]
  const { tile } = pyramid
  const [columns, rows] = [Math.ceil(width / tile), Math.ceil(height / tile)]
  const first = (from: number, length: number) => Math.max(0, Math.floor((from * length) / tile))
  const last = (to: number, length: number, count: number) => Math.min(count - 1, Math.floor((to * length) / tile))
  const tiles: PlacedTile[] = []
  for (let row = first(seen.top, height); row <= last(seen.bottom, height, rows); row++)
    for (let column = first(seen.left, width); column <= last(seen.right, width, columns); column++)
      tiles.push({
        level,
        column,
        row,
        left: (column * tile) / width,
        top: (row * tile) / height,
        right: Math.min(1, ((column + 1) * tile) / width),
        bottom: Math.min(1, ((row + 1) * tile) / height),
      })
  return tiles.slice(0, MOST)
}
