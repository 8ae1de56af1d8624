import { create } from 'zustand'
import { type Stroke, usualSoftness } from '../../../shared/strokes.ts'
import { type BrushKind, painted } from './strokes-in-recipe.ts'

type Place = readonly [number, number]

interface BrushState {
  /** What is painted; null while the brush is put away. */
  readonly kind: BrushKind | null
  readonly mode: Stroke['mode']
  /** As a fraction of the longer side of the picture. */
  readonly radius: number
  /** Width of the soft edge, as a part of the radius. */
  readonly softness: number
  /** Where the brush is, as fractions of the recipe's frame. */
  readonly cursor: Place | null
  /** The stroke being made, and of what kind it is. */
  readonly live: { readonly kind: BrushKind; readonly stroke: Stroke } | null
}

export const useBrush = create<BrushState>(() => ({
  kind: null,
  mode: 'add',
  radius: 0.02,
  softness: usualSoftness,
  cursor: null,
  live: null,
}))

const set = (next: Partial<BrushState>): void => useBrush.setState(next)

/** What is offered: scratches only where this build can repair them. */
export const offeredKinds: readonly BrushKind[] = painted ? ['scratch', 'protect', 'original'] : ['protect', 'original']

export const takeBrush = (kind: BrushKind | null): void => set({ kind, mode: 'add', live: null })
export const toggleBrush = (): void => takeBrush(useBrush.getState().kind === null ? (offeredKinds[0] ?? null) : null)
export const setBrushMode = (mode: Stroke['mode']): void => set({ mode })

export const [leastRadius, mostRadius] = [0.002, 0.15]
export const setBrushRadius = (radius: number): void =>
  set({ radius: Math.min(mostRadius, Math.max(leastRadius, radius)) })
export const resizeBrush = (factor: number): void => setBrushRadius(useBrush.getState().radius * factor)

export const setBrushSoftness = (softness: number): void =>
  // In hundredths: steps by keys come to no 0.30000000000000004.
  set({ softness: Math.round(Math.min(1, Math.max(0, softness)) * 100) / 100 })
export const softenBrush = (by: number): void => setBrushSoftness(useBrush.getState().softness + by)

/** A scratch is repaired or it is not; only what is blended has an edge to soften. */
export const hasSoftEdge = (kind: BrushKind): boolean => kind !== 'scratch'

export const isPainting = (): boolean => useBrush.getState().kind !== null

/** Fractions as they are kept: finer than any picture, and short. */
const rounded = ([x, y]: Place): [number, number] => [fraction(x), fraction(y)]
const fraction = (value: number) => Math.round(Math.min(1, Math.max(0, value)) * 1e5) / 1e5

export const moveCursor = (cursor: Place | null): void => set({ cursor: cursor && rounded(cursor) })

/** @param kind another than the one in hand, for a key held down */
export function beginStroke(at: Place, kind = useBrush.getState().kind): void {
  const { mode, radius, softness } = useBrush.getState()
  if (kind === null) return
  // The usual edge goes without saying: such strokes are the same in every recipe ever written.
  const edge = hasSoftEdge(kind) && softness !== usualSoftness ? { softness } : {}
  set({ cursor: rounded(at), live: { kind, stroke: { mode, radius, ...edge, points: [rounded(at)] } } })
}

/** Points closer than this part of the radius tell nothing new. */
const nearPart = 0.2
const mostPoints = 2000

export function extendStroke(at: Place): void {
  const { live } = useBrush.getState()
  set({ cursor: rounded(at) })
  const last = live?.stroke.points.at(-1)
  if (!live || !last || live.stroke.points.length >= mostPoints) return
  const next = rounded(at)
  if (Math.hypot(next[0] - last[0], next[1] - last[1]) < live.stroke.radius * nearPart) return
  set({ live: { ...live, stroke: { ...live.stroke, points: [...live.stroke.points, next] } } })
}

/** @returns the finished stroke, if one was being made */
export function endStroke(): BrushState['live'] {
  const { live } = useBrush.getState()
  set({ live: null })
  return live
}
