import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import type { Overrides } from './remap.ts'

interface CommandsState {
  readonly palette: boolean
  readonly sheet: boolean
  /** Shortcuts of one key; someone who dictates or has a tremor wants them off (WCAG 2.1.4). */
  readonly singleKeys: boolean
  /** The user's own shortcuts, from the settings. */
  readonly overrides: Overrides
}

export const useCommands = create<CommandsState>()(
  persist((): CommandsState => ({ palette: false, sheet: false, singleKeys: true, overrides: {} }), {
    name: 'daguerre.commands',
    partialize: ({ singleKeys }) => ({ singleKeys }) as CommandsState,
  }),
)

export const showPalette = (palette: boolean): void => void useCommands.setState({ palette })
export const showSheet = (sheet: boolean): void => void useCommands.setState({ sheet })
export const setSingleKeys = (singleKeys: boolean): void => void useCommands.setState({ singleKeys })
