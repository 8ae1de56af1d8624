import type { Box } from '../../../shared/pages.ts'

interface Size {
  readonly width: number
  readonly height: number
}

const clamp = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value))
const LEAST = 16

/** A box that stays on its page: its middle lies on it, it is no larger and no more turned than can be. */
export const within = (box: Box, page: Size): Box => ({
  x: clamp(box.x, 0, page.width),
  y: clamp(box.y, 0, page.height),
  width: clamp(box.width, LEAST, page.width * 1.2),
  height: clamp(box.height, LEAST, page.height * 1.2),
  angle: clamp(box.angle, -45, 45),
})

/** A new box in the middle of the page. */
export const newBox = ({ width, height }: Size): Box => ({
  x: width / 2,
  y: height / 2,
  width: width / 3,
  height: height / 3,
  angle: 0,
})

/**
 * What a key does to a box: arrows move it, with Shift they resize it, `[` and `]` turn it by half a degree.
 * @returns undefined for other keys
 */
export function boxByKey(box: Box, key: string, shift: boolean, page: Size): Box | undefined {
  const step = Math.max(1, Math.round(Math.max(page.width, page.height) / 200))
  const moves: Readonly<Record<string, readonly [number, number]>> = {
    ArrowLeft: [-step, 0],
    ArrowRight: [step, 0],
    ArrowUp: [0, -step],
    ArrowDown: [0, step],
  }
  const by = moves[key]
  if (by && shift) return within({ ...box, width: box.width + by[0] * 2, height: box.height + by[1] * 2 }, page)
  if (by) return within({ ...box, x: box.x + by[0], y: box.y + by[1] }, page)
  if (key === '[') return within({ ...box, angle: box.angle - 0.5 }, page)
  if (key === ']') return within({ ...box, angle: box.angle + 0.5 }, page)
  return undefined
}

/** Moves the corner by so much, the opposite corner stays. */
export function resized(box: Box, dx: number, dy: number, page: Size): Box {
  const angle = (box.angle * Math.PI) / 180
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const [along, across] = [dx * cos + dy * sin, dy * cos - dx * sin]
  const width = Math.max(LEAST, box.width + along)
  const height = Math.max(LEAST, box.height + across)
  const [u, v] = [(width - box.width) / 2, (height - box.height) / 2]
  return within({ ...box, x: box.x + u * cos - v * sin, y: box.y + u * sin + v * cos, width, height }, page)
}
