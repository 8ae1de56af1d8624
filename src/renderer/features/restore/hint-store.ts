import { create } from 'zustand'

/** Things people know the colour of, and gray for what had none. */
export const remembered = {
  skin: '#d9a282',
  lips: '#b0605c',
  blond: '#c8a468',
  brown: '#6e4a32',
  sky: '#7fa8d6',
  leaf: '#5c8040',
  wood: '#8c6440',
  brick: '#a8503c',
  pink: '#d87898',
  red: '#b03030',
  green: '#3c7850',
  blue: '#34508c',
  cream: '#ead9b4',
  gray: '#808080',
} as const

type Place = readonly [number, number]

interface HintState {
  /** The colours are in hand: a click places one. */
  readonly isOn: boolean
  /** What the next one is, `#rrggbb`. */
  readonly colour: string
  /** Where the keys stand, as fractions of the recipe's frame. */
  readonly cursor: Place | null
  /** Index of the one that is looked at. */
  readonly chosen: number | null
  /** The one being moved, and where it is. */
  readonly moved: { readonly index: number; readonly point: Place } | null
}

export const useHints = create<HintState>(() => ({
  isOn: false,
  colour: remembered.skin,
  cursor: null,
  chosen: null,
  moved: null,
}))

const set = (next: Partial<HintState>): void => useHints.setState(next)

export const holdHints = (isOn: boolean): void => set({ isOn, chosen: null, moved: null })
export const isHinting = (): boolean => useHints.getState().isOn
export const setHintColour = (colour: string): void => set({ colour })
export const chooseHint = (chosen: number | null): void => set({ chosen })

/** Fractions as they are kept: finer than any picture, and short. */
export const kept = ([x, y]: Place): [number, number] => [fraction(x), fraction(y)]
const fraction = (value: number) => Math.round(Math.min(1, Math.max(0, value)) * 1e5) / 1e5

export const moveHintCursor = (cursor: Place | null): void => set({ cursor: cursor && kept(cursor) })
export const moveHint = (index: number, point: Place): void =>
  set({ chosen: index, moved: { index, point: kept(point) } })
/** @returns the one that was moved, if one was */
export function dropHint(): HintState['moved'] {
  const { moved } = useHints.getState()
  set({ moved: null })
  return moved
}
