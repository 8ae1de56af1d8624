import type { FrameMotion } from '../define.ts'

/** How frames are moved: shifts in parts of width and height, turn in radians, by frame; and one zoom for the shot. */
export interface Steadying {
  readonly moves: readonly FrameMotion[]
  /** 1 or more: so much larger that no border shows. */
  readonly zoom: number
}

/** Farthest a frame is shifted (parts of its side) and turned (radians): more would cost too much picture. */
const MOST_SHIFT = 0.06
const MOST_TURN = 0.06
/** Deviation of the smoothing in frames, at smoothness 0 and 1. */
const SIGMAS = [4, 40] as const

const clip = (value: number, most: number) => Math.max(-most, Math.min(most, value))
const round = (value: number) => Math.round(value * 1e6) / 1e6

/** From the motion of a shot, frame by frame, to the shifts that leave a smooth path of the camera. */
export function steady(motion: readonly FrameMotion[], smoothness: number, zooms: boolean): Steadying {
  const path = summed(motion)
  const sigma = SIGMAS[0] + (SIGMAS[1] - SIGMAS[0]) * smoothness
  const moves = path.map((here, i) => {
    const wanted = smoothed(path, i, sigma)
    return {
      dx: round(clip(wanted.dx - here.dx, MOST_SHIFT)),
      dy: round(clip(wanted.dy - here.dy, MOST_SHIFT)),
      turn: round(clip(wanted.turn - here.turn, MOST_TURN)),
    }
  })
  // A corner of a frame turned by `t` moves by about `t` of half the other side.
  const need = moves.reduce(
    (most, { dx, dy, turn }) => Math.max(most, Math.max(Math.abs(dx), Math.abs(dy)) + Math.abs(turn)),
    0,
  )
  return { moves, zoom: zooms ? round(1 / (1 - 2 * need)) : 1 }
}

function summed(motion: readonly FrameMotion[]): FrameMotion[] {
  const path: FrameMotion[] = []
  let [dx, dy, turn] = [0, 0, 0]
  for (const step of motion) {
    dx += step.dx
    dy += step.dy
    turn += step.turn
    path.push({ dx, dy, turn })
  }
  return path
}

/** Beyond the ends of a shot the path goes on as its mirror image through the end: a steady pan stays one. */
function smoothed(path: readonly FrameMotion[], at: number, sigma: number): FrameMotion {
  const reach = Math.ceil(3 * sigma)
  const last = path.length - 1
  let [dx, dy, turn, total] = [0, 0, 0, 0]
  for (let k = -reach; k <= reach; k++) {
    const weight = Math.exp(-(k * k) / (2 * sigma * sigma))
    const place = at + k
    const inside = Math.max(0, Math.min(last, place))
    const mirrored = Math.max(0, Math.min(last, 2 * inside - place))
    const [edge, point] = [path[inside] as FrameMotion, path[mirrored] as FrameMotion]
    const isOutside = inside !== place
    dx += weight * (isOutside ? 2 * edge.dx - point.dx : edge.dx)
    dy += weight * (isOutside ? 2 * edge.dy - point.dy : edge.dy)
    turn += weight * (isOutside ? 2 * edge.turn - point.turn : edge.turn)
    total += weight
  }
  return { dx: dx / total, dy: dy / total, turn: turn / total }
}
