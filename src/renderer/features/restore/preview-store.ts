import { create } from 'zustand'

interface PreviewState {
  /** Whether the part in sight is shown as the recipe will make it. */
  readonly isOn: boolean
}

export const usePreviewSwitch = create<PreviewState>(() => ({ isOn: false }))

export const setPreview = (isOn: boolean): void => usePreviewSwitch.setState({ isOn })
