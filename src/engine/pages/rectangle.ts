import type { Box } from '../../shared/pages.ts'

export interface Point {
  readonly x: number
  readonly y: number
}

const cross = (o: Point, a: Point, b: Point) => (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x)

/** Convex hull, counter-clockwise in a plane whose y points up (Andrew's monotone chain). */
export function convexHull(points: readonly Point[]): Point[] {
  const sorted = points.toSorted((a, b) => a.x - b.x || a.y - b.y)
  const half = (ordered: readonly Point[]) => {
    const chain: Point[] = []
    for (const point of ordered) {
      while (chain.length > 1 && cross(chain.at(-2) as Point, chain.at(-1) as Point, point) <= 0) chain.pop()
      chain.push(point)
    }
    return chain.slice(0, -1)
  }
  return [...half(sorted), ...half(sorted.toReversed())]
}

function areaOf(hull: readonly Point[]): number {
  const twice = hull.reduce((sum, a, i) => {
    const b = hull[(i + 1) % hull.length] as Point
    return sum + a.x * b.y - b.x * a.y
  }, 0)
  return Math.abs(twice) / 2
}

/**
 * The rectangle of least area around some points: one of its sides lies along a side of their hull (Freeman, Shapira 1975).
 * @returns undefined for fewer than three points in general position
 */
export function smallestRectangle(points: readonly Point[]): { box: Box; hullArea: number } | undefined {
  const hull = convexHull(points)
  if (hull.length < 3) return undefined
  let best: Box | undefined
  hull.forEach((a, i) => {
    const b = hull[(i + 1) % hull.length] as Point
    const box = around(hull, Math.atan2(b.y - a.y, b.x - a.x))
    if (!best || box.width * box.height < best.width * best.height) best = box
  })
  return best && { box: best, hullArea: areaOf(hull) }
}

/** The rectangle around the hull whose sides have this direction, in radians. */
function around(hull: readonly Point[], direction: number): Box {
  const quarter = Math.PI / 2
  // The same rectangle seen from its other sides; the one nearest to upright is meant.
  const angle = direction - Math.round(direction / quarter) * quarter
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const along = hull.map(({ x, y }) => x * cos + y * sin)
  const across = hull.map(({ x, y }) => y * cos - x * sin)
  const [left, right] = [Math.min(...along), Math.max(...along)]
  const [top, bottom] = [Math.min(...across), Math.max(...across)]
  const [u, v] = [(left + right) / 2, (top + bottom) / 2]
  return {
    x: u * cos - v * sin,
    y: u * sin + v * cos,
    width: right - left,
    height: bottom - top,
    angle: (angle * 180) / Math.PI,
  }
}
