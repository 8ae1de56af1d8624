import { z } from 'zod'

/** In device-independent pixels; without x and y the system places the window. */
export interface Placement {
  readonly x?: number
  readonly y?: number
  readonly width: number
  readonly height: number
  readonly maximized: boolean
}

interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const saved = z.strictObject({
  x: z.int(),
  y: z.int(),
  width: z.int().min(200).max(100_000),
  height: z.int().min(200).max(100_000),
  maximized: z.boolean(),
})
export type SavedPlacement = z.output<typeof saved>

/** A new window's size where the screen is large enough. */
const usual = { width: 1440, height: 900 }
/** So much of the title bar must be on a screen that it can be taken hold of. */
const grip = { width: 120, height: 32 }

/**
 * Where the next window goes.
 * @param remembered text written by `describe`, or whatever the file holds by now
 * @param screens usable areas, the primary one first; a screen may have been unplugged since
 */
export function place(remembered: string | undefined, screens: readonly Rectangle[]): Placement {
  const before = parse(remembered)
  const screen = before && screens.find((area) => isWithinReach(before, area))
  if (before && screen) {
    const width = Math.min(before.width, screen.width)
    const height = Math.min(before.height, screen.height)
    return { ...before, width, height }
  }
  const primary = screens[0] ?? { x: 0, y: 0, ...usual }
  return {
    width: Math.min(before?.width ?? usual.width, primary.width),
    height: Math.min(before?.height ?? usual.height, primary.height),
    maximized: before?.maximized ?? false,
  }
}

/** @param bounds of the window when it is not maximized */
export function describe(bounds: Rectangle, maximized: boolean): string {
  const { x, y, width, height } = bounds
  return JSON.stringify({ x, y, width, height, maximized } satisfies SavedPlacement)
}

function parse(text: string | undefined): SavedPlacement | undefined {
  if (text === undefined) return undefined
  try {
    return saved.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

function isWithinReach(bounds: Rectangle, screen: Rectangle): boolean {
  const across = Math.min(bounds.x + bounds.width, screen.x + screen.width) - Math.max(bounds.x, screen.x)
  return across >= grip.width && bounds.y >= screen.y && bounds.y + grip.height <= screen.y + screen.height
}
