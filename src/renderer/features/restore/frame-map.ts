import { afterStraighten, afterTurn, cropBox, type Turning } from '../../../operations/crop-rotate/geometry.ts'
import cropRotate from '../../../operations/crop-rotate/op.ts'
import { operations } from '../../../operations/index.ts'
import type { Recipe } from '../../../shared/recipe.ts'
import type { Size } from './viewport.ts'

/** Carries fractions of one frame to fractions of another: `x' = a x + c y + e`, `y' = b x + d y + f`. */
export interface FrameMap {
  readonly a: number
  readonly b: number
  readonly c: number
  readonly d: number
  readonly e: number
  readonly f: number
}

export const sameFrame: FrameMap = { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 }

export const isSameFrame = (map: FrameMap): boolean =>
  (Object.keys(sameFrame) as (keyof FrameMap)[]).every((key) => Math.abs(map[key] - sameFrame[key]) < 1e-9)

export const through = ({ a, b, c, d, e, f }: FrameMap, [x, y]: readonly [number, number]): [number, number] => [
  a * x + c * y + e,
  b * x + d * y + f,
]

/** First `first`, then `second`. */
function joined(first: FrameMap, second: FrameMap): FrameMap {
  const at = (x: number, y: number) => through(second, through(first, [x, y]))
  return fromPoints(at(0, 0), at(1, 0), at(0, 1))
}

type Place = readonly [number, number]
const fromPoints = ([e, f]: Place, [ax, ay]: Place, [cx, cy]: Place): FrameMap => ({
  a: ax - e,
  b: ay - f,
  c: cx - e,
  d: cy - f,
  e,
  f,
})

function inverse({ a, b, c, d, e, f }: FrameMap): FrameMap {
  const area = a * d - b * c
  return {
    a: d / area,
    b: -b / area,
    c: -c / area,
    d: a / area,
    e: (c * f - d * e) / area,
    f: (b * e - a * f) / area,
  }
}

/** The turning and cropping of a recipe, in order. */
function turnings(recipe: Recipe | undefined): Turning[] {
  const steps = recipe?.steps.filter((step) => step.enabled && step.operation === cropRotate.id) ?? []
  return steps.flatMap((step) => cropRotate.params.safeParse(step.params).data ?? [])
}

/** From the frame after one turning back to the frame before it. */
function back(turning: Turning, size: Size): FrameMap {
  const { turn, flip } = turning
  const turned = afterTurn(turn, size)
  const straight = afterStraighten(turning, size)
  const box = cropBox(turning, straight)
  const radians = (turning.angle * Math.PI) / 180
  const [sin, cos] = [Math.sin(radians), Math.cos(radians)]
  const at = (x: number, y: number): [number, number] => {
    const dx = box.left + x * box.width - straight.width / 2
    const dy = box.top + y * box.height - straight.height / 2
    const [px, py] = [cos * dx + sin * dy + turned.width / 2, cos * dy - sin * dx + turned.height / 2]
    const u = (flip === 'horizontal' ? turned.width - px : px) / turned.width
    const v = (flip === 'vertical' ? turned.height - py : py) / turned.height
    if (turn === 90) return [v, 1 - u]
    if (turn === 180) return [1 - u, 1 - v]
    return turn === 270 ? [1 - v, u] : [u, v]
  }
  return fromPoints(at(0, 0), at(1, 0), at(0, 1))
}

/** Size of the scan after turning and cropping, in its own pixels. */
export const frameSize = (recipe: Recipe | undefined, scan: Size): Size =>
  turnings(recipe).reduce<Size>((size, turning) => {
    const { width, height } = cropBox(turning, afterStraighten(turning, size))
    return { width, height }
  }, scan)

/** From the frame of a recipe to that of the scan. */
function toScan(recipe: Recipe | undefined, scan: Size): FrameMap {
  let size = scan
  let map = sameFrame
  for (const turning of turnings(recipe)) {
    map = joined(back(turning, size), map)
    size = frameSize({ version: 1, name: '', steps: [stepOf(turning)] }, size)
  }
  return map
}

const stepOf = (params: Turning) => ({
  operation: cropRotate.id,
  version: cropRotate.version,
  enabled: true,
  params: { ...params },
  models: [],
})

/** From the frame one recipe makes to the one another makes; a recipe left out is the scan as it is. */
export const between = (from: Recipe | undefined, to: Recipe | undefined, scan: Size): FrameMap =>
  joined(toScan(from, scan), inverse(toScan(to, scan)))

/** Pixels of the result for one of the frame. */
export function resultScale(recipe: Recipe | undefined): number {
  const size = { width: 1000, height: 1000 }
  const steps = recipe?.steps.filter((step) => step.enabled && step.operation !== cropRotate.id) ?? []
  const result = steps.reduce<Size>((before, step) => {
    const operation = operations.get(step.operation)
    const params = operation?.params.safeParse(step.params)
    return (params?.success && operation?.outputSize?.(params.data, before)) || before
  }, size)
  return result.width / size.width
}

/** As CSS: what fills a box of this size in the first frame lies so in a box of this size of the second. */
export const cssMatrix = ({ a, b, c, d, e, f }: FrameMap, { width, height }: Size): string =>
  `matrix(${[a, (b * height) / width, (c * width) / height, d, e * width, f * height].join(', ')})`

/** The smallest upright box around a box of the other frame. */
export function around(map: FrameMap, box: { left: number; top: number; right: number; bottom: number }) {
  const corners = [
    through(map, [box.left, box.top]),
    through(map, [box.right, box.top]),
    through(map, [box.left, box.bottom]),
    through(map, [box.right, box.bottom]),
  ]
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)]
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) }
}
