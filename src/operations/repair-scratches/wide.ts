import type { RunContext } from '../define.ts'
import { depths, STEP } from './distance.ts'
import type { Rectangle } from './grain.ts'
import { neighbours, type Size } from './mask.ts'

/** A hole is wide where its middle is further than this from its edge: the filling network sees no further. */
const DEEP = 14 * STEP
/** From the middle of a wide place its edges are reached again. */
const BACK = DEEP + 3 * STEP

/** A place to be filled from other places of the picture. */
export interface WideHole {
  /** Its box in the picture. */
  readonly box: Rectangle
  /** Per pixel of the box: 1 where it is to be filled. */
  readonly part: Uint8Array
}

/** The places of a mask that are too wide for the filling network, each with its box. */
export async function wideHoles(mask: Uint8Array, frame: Size, { pause }: Pick<RunContext, 'pause'>) {
  await pause()
  const depth = depths((i) => mask[i] !== 0, frame)
  await pause()
  const holes: WideHole[] = []
  const seen = new Uint8Array(mask.length)
  for (let i = 0; i < depth.length; i++) {
    if ((depth[i] as number) < DEEP || seen[i] === 1) continue
    holes.push(partAround(boxOfCore(depth, seen, i, frame), mask, depth, frame))
  }
  return holes
}

function boxOfCore(depth: Uint8Array, seen: Uint8Array, start: number, { width, height }: Size): Rectangle {
  let [left, right, top, bottom] = [width, 0, height, 0]
  const stack = [start]
  seen[start] = 1
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    const [x, y] = [at % width, Math.floor(at / width)]
    ;[left, right] = [Math.min(left, x), Math.max(right, x)]
    ;[top, bottom] = [Math.min(top, y), Math.max(bottom, y)]
    neighbours(at, width, height, (next) => {
      if ((depth[next] as number) < DEEP || seen[next] === 1) return
      seen[next] = 1
      stack.push(next)
    })
  }
  return { left, top, width: right - left + 1, height: bottom - top + 1 }
}

/** Everything of the mask near the core of a wide hole: the scratches that run into it are not part of it. */
function partAround(core: Rectangle, mask: Uint8Array, depth: Uint8Array, frame: Size): WideHole {
  const box = grown(core, Math.ceil(BACK / STEP), frame)
  const inFrame = (i: number) => (box.top + Math.floor(i / box.width)) * frame.width + box.left + (i % box.width)
  const toCore = depths((i) => (depth[inFrame(i)] as number) < DEEP, box)
  const part = Uint8Array.from(toCore, (distance, i) => (distance <= BACK && mask[inFrame(i)] !== 0 ? 1 : 0))
  return { box, part }
}

/** A box with `margin` more on every side, inside the frame. */
export function grown({ left, top, width, height }: Rectangle, margin: number, frame: Size): Rectangle {
  const [x, y] = [Math.max(0, left - margin), Math.max(0, top - margin)]
  return {
    left: x,
    top: y,
    width: Math.min(frame.width, left + width + margin) - x,
    height: Math.min(frame.height, top + height + margin) - y,
  }
}
